package main

import (
	"fmt"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/tensorio"
)

// probeUnits is the number of units of every code but PCA's.
const probeUnits = 500

// probes measures how well a linear classifier tells the classes of codes.
func probes(r *run) (report, error) {
	const epochs, lr = 6, 1e-3
	page := report{
		title: "Linear probes",
		text: fmt.Sprintf(`A softmax layer, trained on labels, over codes that were learnt without them: how well classes can be told apart by planes.
Codes but PCA's have %d units, from one layer of sigmoids (but where the table says otherwise) that was trained for %d epochs of Adam, learning rate %v
falling to 0; the stack has a second layer of %d upon the first, a denoising one. The probe is the same for all: features standardised,
%d epochs of Adam, learning rate %v falling to 0, on the same rows.`, probeUnits, epochs, lr, probeUnits, probeEpochs, probeLR),
		header: []string{"code", "test accuracy"},
	}
	raw, err := r.probe("raw pixels", r.train, r.test)
	if err != nil {
		return page, err
	}
	page.row("raw pixels (784)", percent(raw))
	var pca float64
	for _, v := range encoders {
		train := r.training(epochs, lr)
		if v.config.Init == "pca" { // the components are what it starts with
			train = r.training(1, 1e-30)
		}
		m, err := r.model(v.name, v.config, train)
		if err != nil {
			return page, err
		}
		accuracy, err := r.probeModel(v.name, m)
		if err != nil {
			return page, err
		}
		page.row(v.label, percent(accuracy))
		if v.name == "pca" {
			pca = accuracy
			continue
		}
		page.claim(accuracy > max(raw, pca), "%s codes beat raw pixels and PCA", v.name)
	}
	s, err := r.denoisingStack(epochs, lr)
	if err != nil {
		return page, err
	}
	train, err := s.Encoded(r.train)
	if err != nil {
		return page, err
	}
	test, err := s.Encoded(r.test)
	if err != nil {
		return page, err
	}
	accuracy, err := r.probe("stacked", train, test)
	if err != nil {
		return page, err
	}
	page.row("stacked: two denoising layers", percent(accuracy))
	page.claim(accuracy > max(raw, pca), "stacked codes beat raw pixels and PCA")
	return page, nil
}

// denoisingStack is two denoising layers.
func (r *run) denoisingStack(epochs int, lr float64) (*autoencoder.Stack[float32], error) {
	var layers []autoencoder.StackLayer
	for _, scaling := range []string{"min-max", "none"} {
		c := layer(autoencoder.Config{Corruption: autoencoder.Corruption{Kind: "masking", Rate: 0.3}, Output: "sigmoid", Seed: r.seed})
		c.Scaling = scaling
		layers = append(layers, autoencoder.StackLayer{Config: c, Train: r.training(epochs, lr)})
	}
	s, _, err := autoencoder.Pretrain(r, r.train, layers)
	return s, err
}

// encoders are the models of one layer whose codes are probed.
var encoders = []struct {
	name, label string
	config      autoencoder.Config
}{
	{"pca", "PCA (256)", autoencoder.Config{Layers: []int{256}, Hidden: "identity", Init: "pca", Scaling: "none"}},
	{"plain", "plain", layer(autoencoder.Config{})},
	{"sparse", "sparse: KL to a rate of 0.1", layer(autoencoder.Config{Penalties: []autoencoder.Penalty{{Kind: "kl-sparsity", Weight: 0.1, Target: 0.1}}})},
	{"k-sparse", "k-sparse: the 50 largest of linear units", autoencoder.Config{Layers: []int{probeUnits}, TopK: 50, Anneal: 3, Scaling: "min-max"}},
	{"denoising", "denoising: 0.3 masked", layer(autoencoder.Config{Corruption: autoencoder.Corruption{Kind: "masking", Rate: 0.3}})},
	{"contractive", "contractive: λ = 0.1, tied", layer(autoencoder.Config{Tied: true, Penalties: []autoencoder.Penalty{{Kind: "contractive", Weight: 0.1}}})},
}

// layer is one layer of sigmoids.
func layer(c autoencoder.Config) autoencoder.Config {
	c.Layers, c.Code, c.Scaling = []int{probeUnits}, "sigmoid", "min-max"
	return c
}

const probeEpochs, probeLR = 10, 2e-3

// probe is the accuracy on test of a softmax layer that train taught.
func (r *run) probe(name string, train, test tensorio.Dataset[float32]) (float64, error) {
	c, err := autoencoder.NewClassifier[float32](autoencoder.Config{Inputs: train.Width(), Scaling: "standard", Seed: r.seed}, train.Labels().Names)
	if err != nil {
		return 0, err
	}
	if err := r.fitOn(train, "probe of "+name, c.Fit, r.training(probeEpochs, probeLR)); err != nil {
		return 0, err
	}
	e, err := c.Evaluate(r, test)
	return e.Accuracy, err
}

func (r *run) probeModel(name string, m *autoencoder.Model[float32]) (float64, error) {
	train, err := m.Encoded(r.train)
	if err != nil {
		return 0, err
	}
	test, err := m.Encoded(r.test)
	if err != nil {
		return 0, err
	}
	return r.probe(name, train, test)
}
