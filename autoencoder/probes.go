package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
)

// probePlace is where the random vectors of Hutchinson's estimate are: row i of a
// workspace takes the numbers of its probes from (row+i)·probes·k on.
type probePlace struct {
	stream kernels.Philox
	row    int
}

// drawProbes fills v, whose rows are probes from number first on of the stream, with
// signs or with normal deviates: both have mean 0 and variance 1, so that
//
//	E‖vᵀJ‖² = ‖J‖²_F
//
// (Hutchinson 1990). With A = JJᵀ one probe has the variance 2(‖A‖²_F − ΣAᵢᵢ²) for
// signs and 2‖A‖²_F for normal deviates.
func drawProbes[T kernels.Float](v kernels.Matrix[T], stream kernels.Philox, first uint64, gaussian bool) {
	data := flat(v)
	if gaussian {
		kernels.Normal(stream, data, first*uint64(v.Cols))
		return
	}
	kernels.Bernoulli(stream, 0.5, data, first*uint64(v.Cols))
	for i, bit := range data {
		data[i] = T(2*bit) - 1
	}
}
