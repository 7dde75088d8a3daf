// Command psd measures predictive sparse decomposition on data that the repository does
// not have: how many atoms of whitened natural pictures are Gabor functions, how long
// training takes, how many iterations a start at f(x) saves, and what a linear classifier
// makes of predicted codes and of certified ones.
//
// Usage:
//
//	go run ./psd -pictures natural.tar [-model out.safetensors] [-atoms atoms.png]
//	go run ./psd -fashion /usr/share/datasets/fashion-mnist
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/autoencoder/psd"
	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

var (
	pictures = flag.String("pictures", "", "folder or tar archive of natural pictures")
	fashion  = flag.String("fashion", "", "folder of Fashion-MNIST's IDX files")
	model    = flag.String("model", "", "file to keep the pictures' model in")
	picture  = flag.String("atoms", "", "file for a picture of the atoms, PNG")
	load     = flag.String("load", "", "model of patches to use in the place of training")
	count    = flag.Int("patches", 100_000, "patches")
	epochs   = flag.Int("epochs", 10, "passes over the patches")
	encoder  = flag.String("encoder", "", "encoder function; empty is the default")
	lambda   = flag.Float64("lambda", 0, "λ; 0 is the default")
	gamma    = flag.Float64("gamma", -1, "γ; negative is the default")
	epsilon  = flag.Float64("epsilon", 0, "whitening's; 0 is the default")
)

func main() {
	flag.Parse()
	fmt.Printf("%s, GOMAXPROCS %d, %s\n", kernels.Active(), runtime.GOMAXPROCS(0), runtime.Version())
	for _, part := range []struct {
		asked bool
		run   func() error
	}{{*pictures != "", natural}, {*fashion != "", probe}} {
		if !part.asked {
			continue
		}
		if err := part.run(); err != nil {
			fmt.Fprintln(os.Stderr, "psd:", err)
			os.Exit(1)
		}
	}
}

// natural trains on patches and tells of atoms, time and starts.
func natural() error {
	const side = 12
	data, err := tensorio.Open[float32](*pictures, tensorio.Options{Patch: side, Patches: *count})
	if err != nil {
		return err
	}
	m, err := trained(data)
	if err != nil {
		return err
	}
	if *load != "" {
		c := m.Config()
		fmt.Printf("model: %s, λ %v, γ %v, %d atoms\n", c.Encoder, c.Lambda, c.Gamma, c.Atoms)
	}
	atoms, _, err := m.Views()
	if err != nil {
		return err
	}
	if *picture != "" {
		if err := draw(*picture, atoms, side); err != nil {
			return err
		}
	}
	good := 0
	pixels := make([]float64, atoms.Cols)
	for i := range atoms.Rows {
		for j, v := range atoms.Row(i) {
			pixels[j] = float64(v)
		}
		if gabor(pixels, side) >= 0.5 {
			good++
		}
	}
	fmt.Printf("Gabor functions: %.1f %% of %d atoms have R² ≥ 0.5\n", 100*float64(good)/float64(atoms.Rows), atoms.Rows)
	fresh, err := tensorio.Open[float32](*pictures, tensorio.Options{Patch: side, Patches: 2000, PatchSeed: 1})
	if err != nil {
		return err
	}
	return starts(m, fresh)
}

func trained(data tensorio.Dataset[float32]) (*psd.Model[float32], error) {
	if *load != "" {
		return psd.Load[float32](*load)
	}
	c := psd.ConfigFor(data)
	if *encoder != "" {
		c.Encoder = *encoder
	}
	if *lambda > 0 {
		c.Lambda = *lambda
	}
	if *gamma >= 0 {
		c.Gamma = *gamma
	}
	if *epsilon > 0 {
		c.Preprocess.Epsilon = *epsilon
	}
	m, err := psd.New[float32](c)
	if err != nil {
		return nil, err
	}
	t := psd.DefaultTraining()
	t.Epochs, t.HeldOut = *epochs, 0
	start := time.Now()
	h, err := m.Fit(context.Background(), data, t)
	if err != nil {
		return nil, err
	}
	fmt.Printf("training: %d rows × %d passes, %d atoms, λ %v, γ %v, %s: %.1f s in all; %d codes without a certificate; objective %.2f, %.1f %% active\n",
		data.Len(), *epochs, c.Atoms, c.Lambda, c.Gamma, m.Config().Encoder, time.Since(start).Seconds(), h.Missed(), h.Epochs[*epochs-1].Codes.Total(), 100*h.Epochs[*epochs-1].Density)
	if *model != "" {
		return m, m.Save(*model)
	}
	return m, nil
}

// starts compares starts at f(x) and at zero, in turns, at the γ of training and gap 1e-3.
func starts(m *psd.Model[float32], data tensorio.Dataset[float32]) error {
	x, err := tensorio.ReadAll(data)
	if err != nil {
		return err
	}
	z, _, err := m.Prepare(x)
	if err != nil {
		return err
	}
	f, err := m.Encode(x)
	if err != nil {
		return err
	}
	c := m.Config()
	for _, solver := range sparsecode.Solvers() {
		coder, err := sparsecode.New(m.Weights()["dictionary"], sparsecode.Options{Lambda: c.Lambda, Gamma: c.Gamma, Solver: solver, Tolerance: 1e-3})
		if err != nil {
			return err
		}
		certs := make([]sparsecode.Certificate, x.Rows)
		mean, took := [2]float64{}, [2]time.Duration{}
		for turn := range 8 {
			warm := turn % 2
			h := kernels.NewMatrix[float32](x.Rows, c.Atoms)
			if warm == 1 {
				copy(h.Data, f.Data)
			}
			start := time.Now()
			if err := coder.Solve(h, z, f, certs); err != nil {
				return err
			}
			if t := time.Since(start); turn < 2 || t < took[warm] {
				took[warm] = t
			}
			mean[warm] = 0
			for _, cert := range certs {
				mean[warm] += float64(cert.Iterations) / float64(x.Rows)
			}
		}
		each := func(t time.Duration) float64 { return t.Seconds() * 1e6 / float64(x.Rows) }
		fmt.Printf("starts, %s at gap 1e-3 and γ %v: %.2f iterations (%.1f µs) a row from zero, %.2f (%.1f µs) from f(x), %.2f of them\n",
			solver, c.Gamma, mean[0], each(took[0]), mean[1], each(took[1]), mean[1]/mean[0])
	}
	return nil
}

// probe classifies Fashion-MNIST's codes linearly.
func probe() error {
	open := func(name string) (tensorio.Dataset[float32], error) {
		for _, end := range []string{"", ".gz"} {
			path := filepath.Join(*fashion, name+"-images-idx3-ubyte"+end)
			if _, err := os.Stat(path); err == nil {
				return tensorio.Open[float32](path, tensorio.Options{})
			}
		}
		return nil, fmt.Errorf("%s: no %s-images-idx3-ubyte", *fashion, name)
	}
	train, err := open("train")
	if err != nil {
		return err
	}
	test, err := open("t10k")
	if err != nil {
		return err
	}
	rows := make([]int, min(20_000, train.Len())) // what codes are certified of
	for i := range rows {
		rows[i] = i
	}
	part := tensorio.Subset(train, rows)
	m, err := trained(part)
	if err != nil {
		return err
	}
	var accuracy [2]float64
	for certified := range 2 {
		codes := func(d tensorio.Dataset[float32]) (tensorio.Dataset[float32], error) {
			x, err := tensorio.ReadAll(d)
			if err != nil {
				return nil, err
			}
			h, err := m.Encode(x)
			if err == nil && certified == 1 {
				var o *psd.Optimized[float32]
				if o, err = m.Optimize(x, sparsecode.Options{Tolerance: 1e-3}); err == nil {
					h = o.Codes
					fmt.Printf("certified codes: %d rows, %d without a certificate\n", x.Rows, o.Missed)
				}
			}
			if err != nil {
				return nil, err
			}
			return tensorio.NewDense(h, tensorio.Info{Labels: d.Labels()})
		}
		a, err := codes(part)
		if err != nil {
			return err
		}
		b, err := codes(test)
		if err != nil {
			return err
		}
		if accuracy[certified], err = linear(a, b); err != nil {
			return err
		}
	}
	fmt.Printf("linear probe on Fashion-MNIST: accuracy %.4f on f(x), %.4f on certified codes, %.3f of it\n", accuracy[0], accuracy[1], accuracy[0]/accuracy[1])
	return starts(m, tensorio.Subset(test, rows[:min(2000, test.Len())]))
}

// linear is the test accuracy of a softmax layer on the rows.
func linear(train, test tensorio.Dataset[float32]) (float64, error) {
	c, err := autoencoder.NewClassifier[float32](autoencoder.Config{Inputs: train.Width(), Scaling: "standard"}, train.Labels().Names)
	if err != nil {
		return 0, err
	}
	t := autoencoder.DefaultTraining()
	t.Epochs, t.LR, t.HeldOut, t.Patience = 40, 1e-3, 0.1, 5
	if _, err := c.Fit(context.Background(), train, t); err != nil {
		return 0, err
	}
	e, err := c.Evaluate(context.Background(), test)
	return e.Accuracy, err
}
