package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/tensorio"
)

// startFlags say what the network that is trained starts from, and what stands on its
// code.
type startFlags struct {
	pretrain int
	stack    string
	freeze   string
	classify bool
}

func (s *startFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.BoolVar(&s.classify, "classify", false, "train a classifier of the data's labels: a softmax layer on the code, in the place of the decoder")
	f.IntVar(&s.pretrain, "pretrain", 0, "`EPOCHS`, at most, in which each layer is first trained as an autoencoder of the clean codes below it, with the variant's noise and penalties (default 0: none)")
	f.StringVar(&s.stack, "stack", "", "`FILES` of trained models, separated by commas, the lowest first, whose layers to start from in the place of new ones")
	f.StringVar(&s.freeze, "freeze", "0", "`NUMBER` of encoder layers, from the first, that keep the parameters that they start with, or all: with --classify and --stack, a linear probe")
}

// decided are the flags of parts that the models of a stack have, and decoding those of
// parts that a classifier has not.
var (
	decided  = []string{"layers", "activation", "code-activation", "output-activation", "scale", "init"}
	decoding = []string{"output-activation", "tied", "unit-norm", "init", "likelihood", "variance", "floor", "laplace-scale", "groups",
		"encoder", "code-noise", "samples", "importance", "beta", "emphasis"}
)

// check finds flags that make no sense together.
func (s *startFlags) check(c autoencoder.Config, set func(flag string) bool) error {
	switch {
	case s.pretrain < 0:
		return usagef("--pretrain %d: expected a number of epochs, 0 (none) or more", s.pretrain)
	case s.pretrain > 0 && s.stack != "":
		return usagef("--pretrain with --stack: the layers of a stack are trained; leave one out")
	case c.Init != "" && (s.pretrain > 0 || s.stack != ""):
		return usagef("--init %s (variant %s): layers that are trained already start as they are; leave it out, or leave out --pretrain and --stack", c.Init, c.Variant)
	}
	if n, err := strconv.Atoi(s.freeze); (err != nil || n < 0) && s.freeze != "all" {
		return usagef("--freeze %s: expected a number of layers, 0 or more, or all", s.freeze)
	}
	for _, f := range decided {
		if s.stack != "" && set(f) {
			return usagef("--%s with --stack: the models of the stack decide it; leave it out", f)
		}
	}
	for _, f := range decoding {
		if s.classify && s.pretrain == 0 && set(f) {
			return usagef("--%s with --classify: a classifier has no decoder and draws no codes; leave it out, or pretrain with it (--pretrain EPOCHS)", f)
		}
	}
	return nil
}

// frozen is how many of that many encoder layers are.
func (s *startFlags) frozen(layers int) int {
	if s.freeze == "all" {
		return layers
	}
	n, _ := strconv.Atoi(s.freeze) // checked
	return n
}

// classNames are those that a classifier learns, nil if none is asked for.
func (s *startFlags) classNames(path string, data tensorio.Dataset[float32]) ([]string, error) {
	if !s.classify {
		return nil, nil
	}
	labels := data.Labels()
	if labels == nil {
		return nil, fmt.Errorf("%s: no labels, which --classify learns from: name a CSV file's column of them with --label, or put an IDX file of them beside the images", path)
	}
	return labels.Names, nil
}

// model is what is trained, not yet pretrained, for a configuration of flags.
func (s *startFlags) model(c autoencoder.Config, classes []string) (trainee, error) {
	if s.stack != "" {
		stack, err := openStack(strings.Split(s.stack, ","))
		if err != nil {
			return nil, err
		}
		return s.on(stack, c, classes)
	}
	if classes == nil {
		m, err := autoencoder.New[float32](c)
		if err != nil {
			return nil, usagef("%s", byFlag(err))
		}
		return m, nil
	}
	m, err := autoencoder.NewClassifier[float32](s.classifier(c), classes)
	if err != nil {
		return nil, usagef("%s", byFlag(err))
	}
	return m, nil
}

// on is what is trained on top of a stack.
func (s *startFlags) on(stack *autoencoder.Stack[float32], c autoencoder.Config, classes []string) (trainee, error) {
	if classes == nil {
		m, err := stack.Unroll(c)
		if err != nil {
			return nil, usagef("%s", byFlag(err))
		}
		return m, nil
	}
	m, err := stack.Classifier(s.classifier(c), classes)
	if err != nil {
		return nil, usagef("%s", byFlag(err))
	}
	return m, nil
}

// classifier is a configuration without what concerns a decoder. Noise and penalties
// are those of pretraining, if there is any.
func (s *startFlags) classifier(c autoencoder.Config) autoencoder.Config {
	c.Variant, c.Output, c.Tied, c.UnitNorm = "", "", false, false
	c.Likelihood, c.Encoder = autoencoder.Config{}.Likelihood, autoencoder.Encoder{}
	c.Corruption.Emphasis = autoencoder.Emphasis{}
	if s.pretrain > 0 {
		c.Corruption, c.Penalties = autoencoder.Corruption{}, nil
	}
	return c
}

// openStack reads models that train wrote.
func openStack(paths []string) (*autoencoder.Stack[float32], error) {
	var models []*autoencoder.Model[float32]
	for _, path := range paths {
		m, err := autoencoder.Load[float32](path)
		if err != nil {
			return nil, err
		}
		models = append(models, m)
	}
	stack, err := autoencoder.NewStack(models...)
	if err != nil {
		return nil, fmt.Errorf("--stack: %s", oneLine(err))
	}
	return stack, nil
}
