package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// contractive is Ω = λ‖∂f/∂x‖²_F of one layer h = s(x·W + b), for which
//
//	‖J‖²_F = Σⱼ s′(aⱼ)² ‖Wⱼ‖²        Wⱼ the j-th column of W
//
// (Rifai et al. 2011, who derive it for the sigmoid). Its gradient reaches W twice: through
// s′, as a gradient of h, and through ‖Wⱼ‖² directly.
type contractive[T kernels.Float] struct {
	lambda float64
	layer  nn.Dense[T]
}

// scratch: ‖Wⱼ‖², Σ over rows of s′², one row of W or of dh.
func (c contractive[T]) size(int) int { return 3 * c.layer.Out }
func (contractive[T]) slopes() bool   { return false }

func (c contractive[T]) split(buf []T) (w, s, row []T) {
	k := c.layer.Out
	return buf[:k], buf[k : 2*k], buf[2*k : 3*k]
}

func (c contractive[T]) value(p []T, ws *workspace[T], buf []T) float64 {
	w, s, row := c.split(buf)
	kernels.ColSquaredNorms(w, nn.Mat(p, c.layer.W))
	h, sum := ws.code(), 0.0
	for i := range h.Rows {
		clear(s)
		clear(row)
		sum += float64(c.layer.Act.Jacobian(0, h.Row(i), w, s, row))
	}
	return float64(c.lambda * sum)
}

func (c contractive[T]) grad(scale T, p, g []T, ws *workspace[T], buf []T) float64 {
	weights, grads := nn.Mat(p, c.layer.W), nn.Mat(g, c.layer.W)
	w, s, row := c.split(buf)
	clear(s)
	kernels.ColSquaredNorms(w, weights)
	scale = T(scale * T(c.lambda)) // fenced: 2·scale is scale + scale to the compiler, which could fuse it
	h, dh, sum := ws.code(), ws.codeGrad(), 0.0
	for i := range h.Rows {
		sum += float64(c.layer.Act.Jacobian(scale, h.Row(i), w, s, dh.Row(i)))
	}
	for i := range weights.Rows { // dWᵢⱼ += scale·2·Wᵢⱼ·sⱼ
		kernels.Mul(row, weights.Row(i), s)
		kernels.Axpy(2*scale, row, grads.Row(i))
	}
	return float64(c.lambda * sum)
}

func (contractive[T]) prior() (float64, bool) { return 0, false }
