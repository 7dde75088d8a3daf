package autoencoder

import (
	"runtime"

	"github.com/lamina-go/lamina/kernels"
)

// serialRows is the number of rows from which each core computes blocks of rows by
// itself. Fewer are one block, whose products are shared.
const serialRows = 192

// A blockTask applies a model to rows, block by block. Models keep and use them again,
// with the functions that they were made with, so that a steady state allocates nothing.
type blockTask[T kernels.Float] struct {
	m      *Model[T]
	f      func(ws *workspace[T], lo, hi int)
	half   half
	rows   int
	blocks int
	task   *kernels.Task

	src, dst                    kernels.Matrix[T] // of encode and the likes
	encode, decode, reconstruct func(ws *workspace[T], lo, hi int)
}

func newBlockTask[T kernels.Float](m *Model[T]) *blockTask[T] {
	t := &blockTask[T]{m: m}
	t.task = kernels.NewTask(t.part)
	t.encode, t.decode, t.reconstruct = t.encodeRows, t.decodeRows, t.reconstructRows
	return t
}

// task is one that is free.
func (m *Model[T]) task() *blockTask[T] {
	if t := m.tasks.Get(); t != nil {
		return t
	}
	return newBlockTask(m)
}

// run calls f with a workspace of that half for every block of that many rows: for
// several at once if they are many.
func (t *blockTask[T]) run(rows int, h half, f func(ws *workspace[T], lo, hi int)) {
	t.f, t.half, t.rows = f, h, rows
	t.blocks = (rows + blockRows - 1) / blockRows
	if procs := runtime.GOMAXPROCS(0); rows >= serialRows && procs > 1 {
		t.blocks = (t.blocks + procs - 1) / procs * procs
	}
	t.task.Run(t.blocks)
	t.f = nil
}

func (t *blockTask[T]) part(i int) {
	lo, hi := t.rows*i/t.blocks, t.rows*(i+1)/t.blocks
	if lo == hi {
		return
	}
	ws := t.m.spaces.get(t.half, hi-lo, t.m.net)
	ws.serial = t.blocks > 1
	ws.use(hi - lo)
	t.f(ws, lo, hi)
	ws.use(0) // forgets the caller's matrices
	clear(ws.from)
	t.m.spaces.put(ws)
}

// eachBlock calls f with a workspace for every block of rows of x, for several at once:
// f writes nothing but what belongs to rows lo to hi.
func (m *Model[T]) eachBlock(what string, want int, x kernels.Matrix[T], h half, f func(ws *workspace[T], lo, hi int)) error {
	if err := m.ready(what, x.Cols, want); err != nil {
		return err
	}
	t := m.task()
	t.run(x.Rows, h, f)
	m.tasks.Put(t)
	return nil
}

func (t *blockTask[T]) encodeRows(ws *workspace[T], lo, hi int) {
	t.input(ws, lo, hi)
	if n := ws.encoders; n > 0 && !t.dst.Overlaps(t.src) {
		ws.out[n-1] = t.dst.RowRange(lo, hi)
		t.m.net.encode(t.m.params, ws)
		return
	}
	t.m.net.encode(t.m.params, ws)
	copyRows(t.dst.RowRange(lo, hi), ws.code())
}

// input makes rows of src the workspace's input: where nothing scales them, where they
// are.
func (t *blockTask[T]) input(ws *workspace[T], lo, hi int) {
	if t.m.scaling.Scale == nil {
		ws.in = t.src.RowRange(lo, hi)
		return
	}
	t.m.scaleIn(ws, t.src, lo)
}

func (t *blockTask[T]) decodeRows(ws *workspace[T], lo, hi int) {
	copyRows(ws.h, t.src.RowRange(lo, hi))
	t.m.net.decode(t.m.params, ws)
	t.m.scaleOut(t.dst, lo, ws)
}

func (t *blockTask[T]) reconstructRows(ws *workspace[T], lo, hi int) {
	t.input(ws, lo, hi)
	t.m.net.encode(t.m.params, ws)
	t.m.net.decode(t.m.params, ws)
	t.m.scaleOut(t.dst, lo, ws)
}
