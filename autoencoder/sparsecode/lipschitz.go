package sparsecode

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// pad is how much the power iteration's σ² is raised: it ends when a step gains less
// than a hundredth of that.
const pad = 0.02

// lipschitz returns an estimate of 2(σ_max(D)² + γ), the Lipschitz constant of the
// gradient of ‖x − hD‖² + γ‖h − f‖², from power iterations on DᵀD.
func lipschitz[T kernels.Float](d kernels.Matrix[T], gamma float64) float64 {
	v, w := make([]T, d.Cols), make([]T, d.Rows)
	kernels.Uniform(kernels.Philox{}, v, 0)
	kernels.Scale(v, 1/kernels.Nrm2(v), v)
	sigma := 0.0 // squared
	for range 500 {
		kernels.Gemv(false, 1, d, v, 0, w)
		now := float64(kernels.Dot(w, w))
		kernels.Gemv(true, 1, d, w, 0, v)
		norm := kernels.Nrm2(v)
		if norm == 0 { // D's rows are orthogonal to v; backtracking finds the step
			break
		}
		kernels.Scale(v, 1/norm, v)
		before := sigma
		sigma = now
		if now-before <= float64(pad/100*now) {
			break
		}
	}
	return 2 * (float64(max(sigma, math.SmallestNonzeroFloat32)*(1+pad)) + gamma)
}
