package main

import (
	"fmt"
	"math"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// contraction compares how encoders answer to small changes of their input.
func contraction(r *run) (report, error) {
	const units, epochs, lr = 500, 5, 1e-3
	const masked, deviation, lambda = 0.1, 0.4, 0.1
	page := report{
		title: "Contraction and saturation",
		text: fmt.Sprintf(`One layer of %d sigmoids, tied weights, as in table 2 of Rifai et al. 2011 (which is of MNIST): without a regulariser
(AE), with %v of the pixels masked (DAE-b), with Gaussian noise of deviation %v on pixels from 0 to 1 (DAE-g), with the penalty %v·‖J‖²_F (CAE).
%d epochs of Adam, learning rate %v falling to 0. ‖J‖_F is the mean over the test pictures of the norm of the code's Jacobian, a saturated unit
one outside 0.05 … 0.95. The order that the paper has is ‖J‖_F of CAE < DAE-g < DAE-b < AE.`, units, masked, deviation, lambda, epochs, lr),
		header: []string{"", "mean ‖J‖_F", "saturated", "squared error"},
	}
	last := 0.0
	for _, v := range []struct {
		name       string
		corruption autoencoder.Corruption
		penalties  []autoencoder.Penalty
	}{
		{"CAE", autoencoder.Corruption{}, []autoencoder.Penalty{{Kind: "contractive", Weight: lambda}}},
		{"DAE-g", autoencoder.Corruption{Kind: "gaussian", Deviation: deviation}, nil},
		{"DAE-b", autoencoder.Corruption{Kind: "masking", Rate: masked}, nil},
		{"AE", autoencoder.Corruption{}, nil},
	} {
		m, err := r.model(v.name, autoencoder.Config{Layers: []int{units}, Code: "sigmoid", Scaling: "min-max", Tied: true,
			Corruption: v.corruption, Penalties: v.penalties}, r.training(epochs, lr))
		if err != nil {
			return page, err
		}
		x, err := tensorio.ReadAll(r.test)
		if err != nil {
			return page, err
		}
		norm, err := meanNorm(m, x)
		if err != nil {
			return page, err
		}
		saturation, err := m.Saturation(r, r.test)
		if err != nil {
			return page, err
		}
		e, err := r.testError(m)
		if err != nil {
			return page, err
		}
		page.row(v.name, f3(norm), percent(saturation[0].Mean()), f2(e))
		if len(page.rows) > 1 {
			before := page.rows[len(page.rows)-2][0]
			page.claim(norm > last, "‖J‖_F of %s < %s", before, v.name)
		}
		last = norm
	}
	return page, nil
}

func meanNorm(m *autoencoder.Model[float32], x kernels.Matrix[float32]) (float64, error) {
	norms, err := m.JacobianNorms(x)
	sum := 0.0
	for _, n := range norms {
		sum += float64(n)
	}
	return sum / math.Max(1, float64(len(norms))), err
}
