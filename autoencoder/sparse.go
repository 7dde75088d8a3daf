package autoencoder

import "github.com/lamina-go/lamina/kernels"

// LaplacePrior is p(h) = Π (λ/2) e^(−λ|hᵢ|), the prior over codes that the sparse
// penalty stands for:
//
//	−log p(h) = Σ (λ|hᵢ| − log(λ/2)) = Ω(h) + const(λ)
type LaplacePrior struct{ Lambda float64 }

// Const is −n·log(λ/2), the part of −log p(h) that does not depend on the n code
// units, in nats.
func (p LaplacePrior) Const(n int) float64 {
	return -float64(float64(n) * logOf(p.Lambda/2))
}

// NegLog is −log p(h) in nats.
func (p LaplacePrior) NegLog(h []float64) float64 {
	return float64(p.Lambda*kernels.Asum(h)) + p.Const(len(h))
}

// l1 is Ω = λ Σ|hᵢ|, with the sign of 0 taken as 0 in the gradient.
type l1[T kernels.Float] struct {
	lambda float64
	width  int
}

func (l1[T]) size(int) int { return 0 }
func (l1[T]) slopes() bool { return false }

func (l l1[T]) value(_ []T, ws *workspace[T], _ []T) float64 {
	h, sum := ws.code(), 0.0
	for i := range h.Rows {
		sum += float64(kernels.Asum(h.Row(i)))
	}
	return float64(l.lambda * sum)
}

func (l l1[T]) grad(scale T, _, _ []T, ws *workspace[T], _ []T) float64 {
	h, dh, sum := ws.code(), ws.codeGrad(), 0.0
	scale = T(scale * T(l.lambda))
	for i := range h.Rows {
		sum += float64(kernels.L1Grad(scale, h.Row(i), dh.Row(i)))
	}
	return float64(l.lambda * sum)
}

func (l l1[T]) prior() (float64, bool) {
	if l.lambda == 0 {
		return 0, false
	}
	return LaplacePrior{l.lambda}.Const(l.width), true
}

// expOf is e^x, with the same bits on every machine. It and logOf are not inlined: in a
// generic caller the array would go to the heap.
//
//go:noinline
func expOf(x float64) float64 {
	v := [1]float64{x}
	kernels.Exp(v[:], v[:])
	return v[0]
}

// logOf is the natural logarithm, with the same bits on every machine.
//
//go:noinline
func logOf(x float64) float64 {
	v := [1]float64{x}
	kernels.Log(v[:], v[:])
	return v[0]
}
