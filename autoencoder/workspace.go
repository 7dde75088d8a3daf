package autoencoder

import "github.com/lamina-go/lamina/kernels"

// A workspace holds what one pass over a block of rows needs besides parameters.
// It is planned once for the largest block; use makes it one of fewer rows
// without allocating.
type workspace[T kernels.Float] struct {
	x    kernels.Matrix[T]   // B×d, clean rows, scaled: the target
	in   kernels.Matrix[T]   // B×d, what the encoder sees: x itself, or x̃
	out  []kernels.Matrix[T] // per layer, B×width, its output
	grad []kernels.Matrix[T] // per layer, its output's gradient; only for training
	pre  []kernels.Matrix[T] // per encoder layer, what penalties add to its pre-activation's gradient; if any does

	rowA, rowX []T       // one row of likelihood parameters, one of data
	wide       []float64 // one row of data
	scratch    [][]T     // per penalty
	omega      []float64 // per penalty, Ω summed by measure and gradient

	constant float64 // Σ over the rows of what −log p has of them alone

	at place // of the rows, for random numbers

	encoders  int
	tiles     []kernels.Matrix[T] // the full-size x, x̃ (if any), outputs, gradients, pre
	corrupted bool
}

// A place says which random numbers the rows of a workspace take.
type place struct {
	seed  uint64
	epoch int // from 1; 0 outside training, so that held-out rows see the same every time
	row   int // of the workspace's first row, in the order of the epoch or of the data
}

// stream is the stream of random numbers for a purpose. Row i of the workspace takes
// those from (at.row+i)·n on, where n is what the purpose needs for one row.
func (ws *workspace[T]) stream(purpose int) kernels.Philox {
	return stream(ws.at.seed, purpose, ws.at.epoch)
}

// newWorkspace plans for blocks of up to rows rows. Only training needs gradients
// and, with corruption, a second input tile.
func newWorkspace[T kernels.Float](n *network[T], rows int, gradients, corrupted bool) *workspace[T] {
	inputs := n.layers[0].In
	ws := &workspace[T]{
		encoders: n.encoders, corrupted: corrupted,
		out:  make([]kernels.Matrix[T], len(n.layers)),
		rowA: make([]T, n.layers[len(n.layers)-1].Out), rowX: make([]T, inputs), wide: make([]float64, inputs),
		omega: make([]float64, len(n.penalties)),
	}
	tile := func(cols int) { ws.tiles = append(ws.tiles, kernels.NewMatrix[T](rows, cols)) }
	tile(inputs)
	if corrupted {
		tile(inputs)
	}
	for _, l := range n.layers {
		tile(l.Out)
	}
	if gradients {
		ws.grad = make([]kernels.Matrix[T], len(n.layers))
		for _, l := range n.layers {
			tile(l.Out)
		}
	}
	for _, p := range n.penalties {
		ws.scratch = append(ws.scratch, make([]T, p.size(rows)))
		if gradients && p.slopes() && ws.pre == nil {
			ws.pre = make([]kernels.Matrix[T], n.encoders)
		}
	}
	for i := range ws.pre {
		tile(n.layers[i].Out)
	}
	ws.use(rows)
	return ws
}

// use makes the workspace one of n rows.
func (ws *workspace[T]) use(n int) {
	tiles := ws.tiles
	next := func() kernels.Matrix[T] {
		m := tiles[0].RowRange(0, n)
		tiles = tiles[1:]
		return m
	}
	ws.x = next()
	ws.in = ws.x
	if ws.corrupted {
		ws.in = next()
	}
	for i := range ws.out {
		ws.out[i] = next()
	}
	for i := range ws.grad {
		ws.grad[i] = next()
	}
	for i := range ws.pre {
		ws.pre[i] = next()
	}
}

// code is h, B×k.
func (ws *workspace[T]) code() kernels.Matrix[T] { return ws.out[ws.encoders-1] }

// codeGrad is the gradient with respect to h, B×k.
func (ws *workspace[T]) codeGrad() kernels.Matrix[T] { return ws.grad[ws.encoders-1] }

// params is the likelihood's parameters, B×Width(d).
func (ws *workspace[T]) params() kernels.Matrix[T] { return ws.out[len(ws.out)-1] }
