package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/autoencoder/psd"
	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/tensorio"
)

// psdVariant is the variant that is no autoencoder.Config.
const psdVariant = "psd"

// psdFlags are what predictive sparse decomposition has beyond other variants.
type psdFlags struct {
	gamma                 float64
	spec                  preprocess.Spec
	train                 psd.TrainConfig
	lambdaRamp, gammaRamp int
	fullBatch             bool
}

func (p *psdFlags) add(c *cobra.Command) {
	f := c.Flags()
	list := func(names []string) string { return strings.Join(names, ", ") }
	f.Float64Var(&p.gamma, "gamma", 0, fmt.Sprintf("psd: `WEIGHT` of ‖h − f(x)‖² (default %v for pictures, else %v)", psd.PictureConfig().Gamma, psd.DefaultConfig().Gamma))
	f.StringVar(&p.spec.Contrast, "contrast", "", "psd: `KIND` of contrast normalisation of each row: "+list(preprocess.Contrasts())+" (default local for pictures, else none)")
	f.StringVar(&p.spec.Whitening, "whiten", "", "psd: `KIND` of whitening: "+list(preprocess.Whitenings())+" (default zca for patches, pca for pictures, else standard)")
	f.Float64Var(&p.spec.Epsilon, "whiten-epsilon", 0, "psd: `PART` of the mean variance that is added to those that pca and zca divide by (default 1 for pictures, else 0.1)")
	f.IntVar(&p.spec.Components, "components", 0, "psd: `NUMBER` of components of pca (default those of 99 % of the variance)")
	f.StringVar(&p.spec.Rectify, "rectify", "none", "psd: `KIND` of rectification, for codes of a layer below: "+list(preprocess.Rectifications()))
	f.StringVar(&p.train.Dictionary, "dictionary", "exact", "psd: `KIND` of dictionary update: "+list(psd.DictionaryUpdates()))
	f.StringVar(&p.train.Solver, "solver", "descent", "psd: `NAME` of the solver of codes: "+list(sparsecode.Solvers()))
	f.Float64Var(&p.train.Tolerance, "tolerance", 1e-3, "psd: duality `GAP`, relative, that ends a code")
	f.IntVar(&p.train.MaxIterations, "max-iterations", 1000, "psd: `NUMBER` of iterations that end a code without a certificate")
	f.BoolVar(&p.fullBatch, "full-batch", false, "psd: take all training rows at each step, and keep their codes from step to step")
	f.IntVar(&p.lambdaRamp, "lambda-ramp", 0, "psd: `EPOCHS`, fewer than of training, in which λ grows from a tenth to all of it (default 0)")
	f.IntVar(&p.gammaRamp, "gamma-ramp", 0, "psd: `EPOCHS`, fewer than of training, in which γ grows from 0 to all of it (default 0)")
}

// psdOwn are the flags that psd has to itself; psdShared those that it shares.
var (
	psdOwn = []string{"gamma", "contrast", "whiten", "whiten-epsilon", "components", "rectify", "dictionary", "solver", "tolerance",
		"max-iterations", "full-batch", "lambda-ramp", "gamma-ramp"}
	psdShared = []string{"data", "label", "header", "impute", "one-hot", "patch", "patches", "patch-seed", "variant", "layers", "activation", "lambda",
		"epochs", "batch", "lr", "schedule", "warm-up", "schedule-every", "schedule-factor", "schedule-patience", "schedule-floor",
		"optimiser", "momentum", "held-out", "patience", "seed", "log", "tensorboard", "out", "json", "help"}
	// psdRefused are flags of training that psd has no use for, and why: see psd.TrainConfig.
	psdRefused = map[string]string{
		"weight-decay": "atoms have unit length whatever decays them, and a smaller encoder predicts codes that are too small",
		"clip-norm":    "its gradients are of one layer's squared error, and cannot explode in a chain of them",
	}
)

// check finds flags of the variant that are set for another one, or the other way round.
func (p *psdFlags) check(c *cobra.Command, variant string) error {
	var wrong string
	c.Flags().Visit(func(f *pflag.Flag) {
		own, shared := slices.Contains(psdOwn, f.Name), slices.Contains(psdShared, f.Name)
		if wrong == "" && (own && variant != psdVariant || variant == psdVariant && !own && !shared) {
			wrong = f.Name
		}
	})
	switch {
	case wrong == "":
		return nil
	case variant == psdVariant && psdRefused[wrong] != "":
		return usagef("--%s: variant psd has none: %s", wrong, psdRefused[wrong])
	case variant == psdVariant:
		return usagef("--%s: variant psd has no such part (see %s --help)", wrong, c.CommandPath())
	}
	return usagef("--%s: only variant psd has it; use --variant psd", wrong)
}

// config is the model that the flags ask for, for a data set.
func (p *psdFlags) config(set func(string) bool, m *modelFlags, data tensorio.Dataset[float32]) (psd.Config, error) {
	c := psd.ConfigFor(data)
	if set("layers") {
		if len(m.layers) != 1 {
			return c, usagef("--layers %s: psd has one layer, its atoms; stack it by training on codes", m.layers.String())
		}
		c.Atoms = m.layers[0]
	}
	if set("activation") {
		c.Encoder = m.given.Hidden
	}
	if set("lambda") {
		c.Lambda = m.weight
	}
	if set("gamma") {
		c.Gamma = p.gamma
	}
	if set("contrast") {
		c.Preprocess.Contrast = p.spec.Contrast
	}
	if set("whiten") {
		c.Preprocess.Whitening = p.spec.Whitening
	}
	c.Preprocess.Rectify, c.Preprocess.Components = p.spec.Rectify, p.spec.Components
	if set("whiten-epsilon") {
		c.Preprocess.Epsilon = p.spec.Epsilon
	}
	return c, nil
}

// training is how the flags ask to train.
func (p *psdFlags) training(set func(string) bool, t *trainFlags) psd.TrainConfig {
	c, from := psd.DefaultTraining(), t.config
	c.Dictionary, c.Solver, c.Tolerance, c.MaxIterations = p.train.Dictionary, p.train.Solver, p.train.Tolerance, p.train.MaxIterations
	c.Batch, c.Optimizer, c.Schedule, c.Seed = from.Batch, from.Optimizer, from.Schedule, from.Seed
	if set("epochs") {
		c.Epochs = from.Epochs
	}
	if set("lr") {
		c.LR = from.LR
	}
	if set("held-out") {
		c.HeldOut = from.HeldOut
	}
	if set("patience") {
		c.Patience = from.Patience
	}
	c.FullBatch = p.fullBatch
	if p.lambdaRamp != 0 {
		c.Lambda = psd.Ramp{From: 0.1, Epochs: p.lambdaRamp}
	}
	if p.gammaRamp != 0 {
		c.Gamma = psd.Ramp{Epochs: p.gammaRamp}
	}
	return c
}

// psdByFlag is the message of an error of the library, the flag in the field's place.
func psdByFlag(err error) string {
	text := strings.TrimPrefix(oneLine(err), "psd: ")
	for _, f := range []struct{ field, flag string }{
		{"atoms ", "--layers "}, {"lambda ramp ", "--lambda-ramp "}, {"gamma ramp ", "--gamma-ramp "}, {"lambda ", "--lambda "}, {"gamma ", "--gamma "}, {"unknown encoder ", "--activation: unknown encoder "},
		{"unknown contrast ", "--contrast: unknown contrast "}, {"unknown whitening ", "--whiten: unknown whitening "},
		{"unknown rectification ", "--rectify: unknown rectification "}, {"whitening epsilon ", "--whiten-epsilon "}, {"components ", "--components "},
		{"unknown dictionary update ", "--dictionary: unknown update "}, {"unknown solver ", "--solver: unknown solver "},
		{"tolerance ", "--tolerance "}, {"iterations ", "--max-iterations "},
	} {
		if rest, ok := strings.CutPrefix(text, f.field); ok {
			return f.flag + rest
		}
	}
	return byFlag(fmt.Errorf("%s", text))
}
