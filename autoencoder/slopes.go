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
// with respect to the layer's pre-activation. They share a penalty's scratch.
type slopes[T kernels.Float] struct {
	layers []nn.Dense[T]
	rows   int
	buf    []T
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
	return slopes[T]{layers, rows, buf[:n:n]}, buf[n:]
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

// setSlopes computes those of the workspace's pass. They are 0 where top-k silenced a
// unit.
func (n *network[T]) setSlopes(s slopes[T], ws *workspace[T], gradients bool) {
	for l := range s.layers {
		s.set(l, ws.from[l], gradients)
	}
	code, k := n.encoders-1, n.keep(ws.at.epoch)
	if k == n.codeSize() {
		return
	}
	for i := range s.rows {
		ws.keepOnly(s.first(code).Row(i), i, k)
		if gradients {
			ws.keepOnly(s.second(code).Row(i), i, k)
		}
	}
}

// byInput turns gradients with respect to s′(a) into those with respect to a.
func (s slopes[T]) byInput() {
	for l := range s.layers {
		kernels.Mul(flat(s.grad(l)), flat(s.grad(l)), flat(s.second(l)))
	}
}

// flush adds the gradients to those of the pass, and clears them.
func (s slopes[T]) flush(ws *workspace[T]) {
	for l := range s.layers {
		kernels.Add(flat(ws.pre[l]), flat(ws.pre[l]), flat(s.grad(l)))
		clear(flat(s.grad(l)))
	}
}
