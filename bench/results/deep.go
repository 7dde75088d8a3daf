package main

import (
	"fmt"

	"github.com/lamina-go/lamina/autoencoder"
)

// deepWidths are those of Hinton and Salakhutdinov 2006.
var deepWidths = []int{1000, 500, 250, 30}

// deepBar is what the deep models may leave of the squared error that PCA leaves.
const deepBar = 0.65

// deep trains the shape of Hinton and Salakhutdinov 2006 without Boltzmann machines.
func deep(r *run) (report, error) {
	const epochs, lr = 16, 2e-3
	page := report{
		title: "784-1000-500-250-30, logistic units and a linear code",
		text: fmt.Sprintf(`The shape of Hinton and Salakhutdinov 2006, which they trained from Boltzmann machines. Here: directly, from random weights, %d
epochs of Adam with learning rate %v falling to 0; and stacked, each layer first an autoencoder of the codes below for %d epochs, then unrolled
and tuned as a whole for %d epochs. The bar is %v of the error that PCA leaves.`, epochs, lr, stackEpochs, tuneEpochs, deepBar),
		header: []string{"30 code units", "squared error", "of PCA's"},
	}
	all, train, test, err := r.joined()
	if err != nil {
		return page, err
	}
	pca, err := autoencoder.PCAError(r, all, train, test, deepWidths[len(deepWidths)-1])
	if err != nil {
		return page, err
	}
	pca /= white
	page.row("PCA", f2(pca), f3(1))
	c := autoencoder.Config{Layers: deepWidths, Hidden: "sigmoid", Scaling: "min-max"}
	m, err := r.model("direct", c, r.training(epochs, lr))
	if err != nil {
		return page, err
	}
	if err := page.against(r, "directly", m, pca); err != nil {
		return page, err
	}
	if m, err = r.stacked(lr); err != nil {
		return page, err
	}
	return page, page.against(r, "stacked and tuned", m, pca)
}

func (p *report) against(r *run, name string, m *autoencoder.Model[float32], pca float64) error {
	e, err := r.testError(m)
	if err != nil {
		return err
	}
	p.row(name, f2(e), f3(e/pca))
	p.claim(e <= deepBar*pca, "%s: at most %v of PCA's error", name, deepBar)
	return nil
}

const stackEpochs, tuneEpochs = 2, 10

// stacked pretrains the layers one upon another and tunes the whole.
func (r *run) stacked(lr float64) (*autoencoder.Model[float32], error) {
	var layers []autoencoder.StackLayer
	for i, w := range deepWidths {
		c := autoencoder.Config{Layers: []int{w}, Code: "sigmoid", Output: "sigmoid", Seed: r.seed}
		if i == 0 {
			c.Scaling = "min-max"
		}
		if i == len(deepWidths)-1 {
			c.Code = "identity"
		}
		layers = append(layers, autoencoder.StackLayer{Config: c, Train: r.training(stackEpochs, lr)})
	}
	s, _, err := autoencoder.Pretrain(r, r.train, layers)
	if err != nil {
		return nil, err
	}
	m, err := s.Unroll(autoencoder.Config{})
	if err != nil {
		return nil, err
	}
	return m, r.fit("stacked and tuned", m.Fit, r.training(tuneEpochs, lr))
}
