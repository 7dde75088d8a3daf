package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// slopes has, for every layer of an encoder and every row of a pass, s′(a), s″(a) and
// the gradient of a penalty on the Jacobian
//
//	J = ∂f/∂x = D_L W_Lᵀ … D₁ W₁ᵀ,   Dₗ = diag(sₗ′(aₗ))
//
// with respect to the layer's pre-activation. They share a penalty's scratch, which has
// those of one band of rows at a time: of all rows of the pass, or of fewer that load
// computes when they are needed.
type slopes[T kernels.Float] struct {
	layers []nn.Dense[T]
	rows   int // of the band
	buf    []T

	lo        int         // the band's first row
	net       *network[T] // for load; nil if the band is all rows, and set
	pass      *workspace[T]
	gradients bool
}

// units is the number of units of all layers.
func units[T kernels.Float](layers []nn.Dense[T]) int {
	n := 0
	for _, l := range layers {
		n += l.Out
	}
	return n
}

// slopesSize is the length of the scratch for rows rows.
func slopesSize[T kernels.Float](layers []nn.Dense[T], rows int) int { return 3 * rows * units(layers) }

// takeSlopes makes slopes of rows rows from the beginning of buf, and returns the rest.
func takeSlopes[T kernels.Float](layers []nn.Dense[T], rows int, buf []T) (slopes[T], []T) {
	n := slopesSize(layers, rows)
	return slopes[T]{layers: layers, rows: rows, buf: buf[:n:n]}, buf[n:]
}

// tile is B×Out of layer l, the first, second or third of those in the scratch.
func (s slopes[T]) tile(which, l int) kernels.Matrix[T] {
	out := s.layers[l].Out
	at := s.rows * (which*units(s.layers) + units(s.layers[:l]))
	return kernels.Matrix[T]{Rows: s.rows, Cols: out, Stride: out, Data: s.buf[at : at+s.rows*out]}
}

func (s slopes[T]) first(l int) kernels.Matrix[T]  { return s.tile(0, l) }
func (s slopes[T]) second(l int) kernels.Matrix[T] { return s.tile(1, l) }
func (s slopes[T]) grad(l int) kernels.Matrix[T]   { return s.tile(2, l) }

// set computes s′ of layer l, and for gradients s″, from what ForwardKeep returned.
// The gradient becomes 0.
func (s slopes[T]) set(l int, from kernels.Matrix[T], gradients bool) {
	act, first, second := s.layers[l].Act, s.first(l), s.second(l)
	for i := range s.rows {
		act.Slope(first.Row(i), from.Row(i))
		switch {
		case !gradients:
		case act.Curve == nil:
			clear(second.Row(i))
		default:
			act.Curve(second.Row(i), from.Row(i))
		}
	}
	clear(flat(s.grad(l)))
}

// takeBands makes slopes of the workspace's pass, of up to most rows at a time, from the
// beginning of buf, and returns the rest.
func (n *network[T]) takeBands(ws *workspace[T], most int, gradients bool, buf []T) (slopes[T], []T) {
	s, rest := takeSlopes(n.layers[:n.encoders], most, buf)
	s.rows, s.net, s.pass, s.gradients = ws.x.Rows, n, ws, gradients
	return s, rest
}

// setSlopes computes those of all rows of the workspace's pass.
func (n *network[T]) setSlopes(s slopes[T], ws *workspace[T], gradients bool) {
	s.net, s.pass, s.gradients = n, ws, gradients
	for l := range s.layers {
		s.load(l)
	}
}

// band is s for rows lo to hi of the pass, not loaded yet. Rows that are set already
// are the only band.
func (s slopes[T]) band(lo, hi int) slopes[T] {
	if s.net != nil {
		s.lo, s.rows = lo, hi-lo
	}
	return s
}

// bandRows is the number of rows that a band has where most fit.
func (s slopes[T]) bandRows(most int) int {
	if s.net == nil {
		return s.rows
	}
	return most
}

// load computes the band's of layer l, unless they are set already. They are 0 where top-k
// silenced a unit.
func (s slopes[T]) load(l int) {
	if s.net == nil {
		return
	}
	s.set(l, s.pass.from[l].RowRange(s.lo, s.lo+s.rows), s.gradients)
	code, k := s.net.encoders-1, s.net.keep(s.pass.at.epoch)
	if l != code || k == s.net.codeSize() {
		return
	}
	for i := range s.rows {
		s.pass.keepOnly(s.first(code).Row(i), s.lo+i, k)
		if s.gradients {
			s.pass.keepOnly(s.second(code).Row(i), s.lo+i, k)
		}
	}
}

// byInput turns gradients with respect to s′(a) into those with respect to a.
func (s slopes[T]) byInput() {
	for l := range s.layers {
		kernels.Mul(flat(s.grad(l)), flat(s.grad(l)), flat(s.second(l)))
	}
}

// add adds the gradients of slopes that are set to those of the pass, and clears them.
func (s slopes[T]) add(ws *workspace[T]) {
	for l := range s.layers {
		kernels.Add(flat(ws.pre[l]), flat(ws.pre[l]), flat(s.grad(l)))
		clear(flat(s.grad(l)))
	}
}

// flush adds the gradients of layer l to those of the pass, if they were loaded.
func (s slopes[T]) flush(l int) {
	if s.net != nil && s.gradients {
		pre := flat(s.pass.pre[l].RowRange(s.lo, s.lo+s.rows))
		kernels.Add(pre, pre, flat(s.grad(l)))
	}
}
