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

// scratch: ‖Wⱼ‖², Σ over rows of s′², one row of dh.
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

// grad leaves dW = 2·scale·W·diag(Σ s′²) to the layer's sweep.
func (c contractive[T]) grad(scale T, p, _ []T, ws *workspace[T], buf []T) float64 {
	w, s, _ := c.split(buf)
	ws.norms.run(w, nn.Mat(p, c.layer.W))
	clear(s)
	scale = T(scale * T(c.lambda)) // fenced: 2·scale is scale + scale to the compiler, which could fuse it
	h, dh, sum := ws.code(), ws.codeGrad(), 0.0
	for i := range h.Rows {
		sum += float64(c.layer.Act.Jacobian(scale, h.Row(i), w, s, dh.Row(i)))
	}
	ws.colNorms = append(ws.colNorms, nn.ColNormPenalty[T]{Scale: 2 * scale, Cols: s})
	return float64(c.lambda * sum)
}

func (contractive[T]) prior() (float64, bool) { return 0, false }

// A normsTask is ColSquaredNorms in ranges of columns that may run at once.
type normsTask[T kernels.Float] struct {
	dst   []T
	m     kernels.Matrix[T]
	parts int
	task  *kernels.Task
}

func newNormsTask[T kernels.Float]() *normsTask[T] {
	t := new(normsTask[T])
	t.task = kernels.NewTask(func(i int) {
		const unit = 16 // elements of a cache line or two
		units := (t.m.Cols + unit - 1) / unit
		lo, hi := units*i/t.parts*unit, min(units*(i+1)/t.parts*unit, t.m.Cols)
		kernels.ColSquaredNorms(t.dst[lo:hi], t.m.ColRange(lo, hi))
	})
	return t
}

func (t *normsTask[T]) run(dst []T, m kernels.Matrix[T]) {
	const most = 4
	t.dst, t.m, t.parts = dst, m, min(shares(m.Rows, m.Cols), most)
	t.task.Run(t.parts)
	t.dst, t.m = nil, kernels.Matrix[T]{}
}
