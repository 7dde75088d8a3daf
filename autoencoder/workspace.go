package autoencoder

import (
	"github.com/lamina-go/lamina/internal/keep"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// A workspace holds what one pass over a block of rows needs besides parameters.
// It is planned once for the largest block; use makes it one of fewer rows
// without allocating.
//
// A network that draws codes makes K of them for each row, so that what the decoder
// has is BK rows, those of row i from iK on. Otherwise K is 1.
type workspace[T kernels.Float] struct {
	inputs[T]
	next inputs[T] // those of the block to come, if planned

	out   []kernels.Matrix[T] // per layer, its output: B×width for encoders, BK×width for decoders
	act   []kernels.Matrix[T] // per layer, space for its pre-activation if derivatives are taken from that, else no rows
	from  []kernels.Matrix[T] // per layer, what its derivatives are taken from: out or act; of the last pass
	grad  []kernels.Matrix[T] // per layer, its output's gradient, see gradientTiles; only for training
	pre   []kernels.Matrix[T] // per encoder layer, what is added to its pre-activation's gradient, see preTiles; if anything is
	h, dh kernels.Matrix[T]   // BK×k, the code that the decoder sees, and its gradient: f(x) itself, or draws

	// Only for networks that draw codes.
	noise           kernels.Matrix[T] // BK×k, what the draws were made from
	linear          kernels.Matrix[T] // B×k, the code's pre-activation
	logVar, dLogVar kernels.Matrix[T] // B×k, log σ² of the draws and its gradient
	logWeight       []float64         // BK, log w of the draws in an importance-weighted bound
	weight          []T               // BK, their shares

	kept []int // the code units that are kept, row by row, if not all are

	rowA, rowX, rowH []T         // one row of likelihood parameters, of data, of codes
	wide             []float64   // one row of data
	scratch          [][]T       // per penalty
	omega            []float64   // per penalty, Ω summed by measure and gradient
	rates            [][]float64 // per penalty of mean activities, the units' sums by measure
	rows             int         // that measure has seen

	serial bool // forward passes are part of a kernels.Task
	losses *lossTask[T]

	// Only for training.
	sweep    *sweepTask[T]
	norms    *normsTask[T]
	colNorms []nn.ColNormPenalty[T] // of the encoder's last layer, from the penalties of this pass

	home *keep.List[workspace[T]] // see spaces; else nil

	encoders int
	frozen   int // encoder layers whose gradients are not needed, from the first
	tiles    []tile[T]
	draws    int // K; 0 if the code is f(x)
	planned  int // draws that there is space for
}

// A tile is a matrix of the workspace: its space, the part of it in use and the rows
// that it has for each row of data.
type tile[T kernels.Float] struct {
	full  kernels.Matrix[T]
	use   *kernels.Matrix[T]
	times int
}

// newWorkspace plans for blocks of up to rows rows. Only training needs gradients,
// draws of codes and, with corruption, a second input tile.
func newWorkspace[T kernels.Float](n *network[T], rows int, gradients, corrupted bool) *workspace[T] {
	if gradients {
		return planWorkspace(n, rows, true, corrupted, n.draws)
	}
	return planWorkspace(n, rows, false, corrupted, 0)
}

func planWorkspace[T kernels.Float](n *network[T], rows int, gradients, corrupted bool, draws int) *workspace[T] {
	return planHalf(n, rows, bothHalves, gradients, corrupted, draws)
}

// planHalf is planWorkspace for what one half of the network needs.
func planHalf[T kernels.Float](n *network[T], rows int, h half, gradients, corrupted bool, draws int) *workspace[T] {
	inputs, k, last := n.layers[0].In, n.codeSize(), len(n.layers)-1
	times := max(draws, 1)
	ws := &workspace[T]{
		inputs:   planInputs(n, rows, corrupted, h != decoderHalf || n.encoders == 0),
		encoders: n.encoders, planned: draws,
		out:  make([]kernels.Matrix[T], len(n.layers)),
		act:  make([]kernels.Matrix[T], len(n.layers)),
		from: make([]kernels.Matrix[T], len(n.layers)),
		rowA: make([]T, n.layers[last].Out), rowX: make([]T, inputs), rowH: make([]T, k), wide: make([]float64, inputs),
		omega: make([]float64, len(n.penalties)), rates: make([][]float64, len(n.penalties)),
	}
	add := func(m *kernels.Matrix[T], cols, times int) {
		ws.tiles = append(ws.tiles, tile[T]{kernels.NewMatrix[T](rows*times, cols), m, times})
	}
	layer := func(m []kernels.Matrix[T], i int) {
		switch {
		case h == encoderHalf && i >= n.encoders, h == decoderHalf && i < n.encoders-1:
			return
		case i < n.encoders:
			add(&m[i], n.layers[i].Out, 1)
		default:
			add(&m[i], n.layers[i].Out, times)
		}
	}
	layers := func(m []kernels.Matrix[T]) {
		for i := range m {
			layer(m, i)
		}
	}
	layers(ws.out)
	for i, l := range n.layers {
		if l.Act.FromInput {
			layer(ws.act, i)
		}
	}
	if gradients {
		ws.sweep, ws.norms = newSweepTask[T](), newNormsTask[T]()
		ws.gradientTiles(n, rows, times)
	}
	for k, p := range n.penalties {
		if h != bothHalves {
			break // only measures of the objective ask them
		}
		ws.scratch = append(ws.scratch, make([]T, p.size(rows)))
		if p, ok := p.(pooled[T]); ok {
			ws.rates[k] = make([]float64, p.units())
		}
	}
	if gradients && n.slopes() {
		ws.preTiles(n, rows)
	}
	if draws > 0 {
		add(&ws.h, k, times)
		add(&ws.noise, k, times)
		add(&ws.linear, k, 1)
		add(&ws.logVar, k, 1)
		if gradients {
			add(&ws.dh, k, times)
			add(&ws.dLogVar, k, 1)
		}
		ws.logWeight, ws.weight = make([]float64, rows*times), make([]T, rows*times)
	}
	if n.topK > 0 {
		ws.kept = make([]int, rows*k)
	}
	if h == bothHalves {
		ws.losses = newLossTask(n, ws, rows)
	}
	ws.use(rows)
	return ws
}

// use makes the workspace one of n rows.
func (ws *workspace[T]) use(n int) {
	ws.inputs.use(n)
	ws.draws = ws.planned
	ws.view(n)
}

// useMean makes the workspace, as use left it, one whose code is f(x), not drawn,
// with nothing corrupted.
func (ws *workspace[T]) useMean() {
	ws.draws = 0
	ws.view(ws.x.Rows)
	ws.in = ws.x
}

func (ws *workspace[T]) view(n int) {
	for _, t := range ws.tiles {
		rows := n
		if ws.draws > 0 {
			rows *= t.times
		}
		*t.use = t.full.RowRange(0, rows)
	}
	if ws.draws == 0 {
		ws.h = ws.code()
		if ws.grad != nil {
			ws.dh = ws.codeGrad()
		}
	}
}

// reset begins a new sum over rows.
func (ws *workspace[T]) reset() {
	clear(ws.omega)
	for _, r := range ws.rates {
		clear(r)
	}
	ws.rows = 0
}

// code is f(x), B×k.
func (ws *workspace[T]) code() kernels.Matrix[T] {
	if ws.encoders == 0 {
		return ws.in
	}
	return ws.out[ws.encoders-1]
}

// codeGrad is the gradient with respect to f(x), B×k. It has no rows if nothing asks
// for it.
func (ws *workspace[T]) codeGrad() kernels.Matrix[T] {
	if ws.encoders == ws.frozen {
		return kernels.Matrix[T]{}
	}
	return ws.grad[ws.encoders-1]
}

// params is the likelihood's parameters, BK×Width(d).
func (ws *workspace[T]) params() kernels.Matrix[T] { return ws.out[len(ws.out)-1] }
