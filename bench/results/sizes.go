package main

import (
	"fmt"

	"github.com/lamina-go/lamina/autoencoder"
)

// sizes compares deep autoencoders with PCA by the size of the code.
func sizes(r *run) (report, error) {
	const epochs, lr = 10, 2e-3
	page := report{
		title: "Squared error by code size",
		text: fmt.Sprintf(`A nonlinear autoencoder, 784-256-64-k-64-256-784 with tanh hidden layers, a linear code and sigmoid output, beside PCA with
k components of the same training pictures. Adam, learning rate %v falling to 0, %d epochs, batches of 128.`, lr, epochs),
		header: []string{"code units k", "autoencoder", "PCA", "ratio"},
	}
	all, train, test, err := r.joined()
	if err != nil {
		return page, err
	}
	for _, k := range []int{2, 4, 8, 16, 32, 64} {
		c := autoencoder.Config{Layers: []int{256, 64, k}, Scaling: "min-max"}
		m, err := r.model(fmt.Sprintf("k = %d", k), c, r.training(epochs, lr))
		if err != nil {
			return page, err
		}
		e, err := r.testError(m)
		if err != nil {
			return page, err
		}
		pca, err := autoencoder.PCAError(r, all, train, test, k)
		if err != nil {
			return page, err
		}
		pca /= white
		page.row(fmt.Sprint(k), f2(e), f2(pca), f3(e/pca))
		page.claim(e < pca, "%d code units: less error than PCA", k)
	}
	return page, nil
}
