package nn

import (
	"github.com/lamina-go/lamina/internal/keep"
	"github.com/lamina-go/lamina/kernels"
)

// shareElements is the number of elements from which an activation is shared among
// cores: several times what waking one costs.
const shareElements = 16 << 10

// activationTask is an activation, or its backward pass, that cores share by rows.
type activationTask[T kernels.Float] struct {
	act    Activation[T]
	dst, v kernels.Matrix[T]
	back   bool
	parts  int
	task   *kernels.Task
}

var (
	activationTasks32 keep.List[activationTask[float32]]
	activationTasks64 keep.List[activationTask[float64]]
)

// share is apply(dst, v) or, if back, backprop(dst, v), on all cores.
func (a Activation[T]) share(dst, v kernels.Matrix[T], back bool) {
	if a.Func == nil || dst.Rows == 0 {
		return
	}
	list := keep.Of[activationTask[T]](&activationTasks32, &activationTasks64)
	t := list.Get()
	if t == nil {
		t = new(activationTask[T])
		t.task = kernels.NewTask(t.part)
	}
	t.act, t.dst, t.v, t.back = a, dst, v, back
	t.parts = max(1, min(dst.Rows, dst.Rows*dst.Cols/shareElements, 16))
	t.task.Run(t.parts)
	t.act, t.dst, t.v = Activation[T]{}, kernels.Matrix[T]{}, kernels.Matrix[T]{}
	list.Put(t)
}

func (t *activationTask[T]) part(i int) {
	lo, hi := t.dst.Rows*i/t.parts, t.dst.Rows*(i+1)/t.parts
	if t.back {
		t.act.backprop(t.dst.RowRange(lo, hi), t.v.RowRange(lo, hi))
	} else {
		t.act.apply(t.dst.RowRange(lo, hi), t.v.RowRange(lo, hi))
	}
}
