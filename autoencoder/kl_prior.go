package autoencoder

import "github.com/lamina-go/lamina/kernels"

// klPrior is Ω = β KL(N(μ, σ²) ‖ N(0, I)) = β/2 Σⱼ (μⱼ² + σⱼ² − log σⱼ² − 1) of a
// gaussian encoder (Kingma and Welling 2014, appendix B; β of Higgins et al. 2017).
// With β = 1, −log p(x|h) + Ω is in expectation the bound −ELBO on −log p(x).
type klPrior[T kernels.Float] struct {
	beta  float64
	width int
}

// scratch: σ² of one row.
func (k klPrior[T]) size(int) int { return k.width }
func (klPrior[T]) slopes() bool   { return false }

func (klPrior[T]) prior() (float64, bool) { return 0, false }

func (k klPrior[T]) value(_ []T, ws *workspace[T], buf []T) float64 {
	sum := 0.0
	for i := range ws.code().Rows {
		mu, v := ws.code().Row(i), ws.logVar.Row(i)
		kernels.Exp(buf, v)
		sum += float64(kernels.Dot(mu, mu)) + float64(kernels.Sum(buf)) - float64(kernels.Sum(v)) - float64(k.width)
	}
	return float64(k.beta / 2 * sum)
}

// grad has ∂Ω/∂μ = βμ and ∂Ω/∂log σ² = β/2 (σ² − 1).
func (k klPrior[T]) grad(scale T, p, _ []T, ws *workspace[T], buf []T) float64 {
	sum := k.value(p, ws, buf)
	scale = T(scale * T(k.beta))
	for i := range ws.code().Rows {
		kernels.Axpy(scale, ws.code().Row(i), ws.codeGrad().Row(i))
		kernels.Exp(buf, ws.logVar.Row(i))
		d := ws.dLogVar.Row(i)
		for j, v := range buf {
			d[j] += T(T(scale/2) * (v - 1))
		}
	}
	return sum
}
