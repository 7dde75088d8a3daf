package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// neighbour is a second pass of the encoder, at x+ε. It shares a penalty's scratch.
type neighbour[T kernels.Float] struct {
	layers []nn.Dense[T]
	rows   int
	buf    []T
}

// neighbourSize is the length of the scratch: inputs, outputs and pre-activations.
func neighbourSize[T kernels.Float](layers []nn.Dense[T], rows int) int {
	return rows * (layers[0].In + 2*units(layers))
}

func takeNeighbour[T kernels.Float](layers []nn.Dense[T], rows int, buf []T) (neighbour[T], []T) {
	n := neighbourSize(layers, rows)
	return neighbour[T]{layers, rows, buf[:n:n]}, buf[n:]
}

func (n neighbour[T]) tile(at, cols int) kernels.Matrix[T] {
	return kernels.Matrix[T]{Rows: n.rows, Cols: cols, Stride: cols, Data: n.buf[n.rows*at : n.rows*(at+cols)]}
}

// in is what layer l sees, x+ε for the first.
func (n neighbour[T]) in(l int) kernels.Matrix[T] {
	if l == 0 {
		return n.tile(0, n.layers[0].In)
	}
	return n.tile(n.layers[0].In+2*units(n.layers[:l-1]), n.layers[l-1].Out)
}

// act is space for the pre-activation of layer l.
func (n neighbour[T]) act(l int) kernels.Matrix[T] {
	return n.tile(n.layers[0].In+2*units(n.layers[:l])+n.layers[l].Out, n.layers[l].Out)
}

// draw sets x+ε to what the encoder sees and normal deviates, the s-th of so many draws.
func (n neighbour[T]) draw(ws *workspace[T], deviation T, s, draws int) {
	x := n.in(0)
	for i := range x.Rows {
		row := x.Row(i)
		kernels.Normal(ws.stream(streamNeighbour), row, (uint64(ws.at.row+i)*uint64(draws)+uint64(s))*uint64(x.Cols))
		kernels.Axpby(1, ws.in.Row(i), deviation, row)
	}
}

// encode computes f(x+ε) and its slopes.
func (n neighbour[T]) encode(p []T, s slopes[T], gradients bool) {
	for l, layer := range n.layers {
		s.set(l, layer.ForwardKeep(p, n.in(l), n.act(l), n.in(l+1)), gradients)
	}
}

// back carries the slopes' gradients by pre-activations to the parameters. The slopes
// are used up.
func (n neighbour[T]) back(p, g []T, s slopes[T]) {
	for l := len(n.layers) - 1; l >= 0; l-- {
		n.layers[l].BackwardParams(g, n.in(l), s.grad(l))
		if l == 0 {
			return
		}
		below := s.second(l - 1)
		n.layers[l].BackwardInput(p, 0, s.grad(l), below)
		kernels.MulAdd(flat(s.grad(l-1)), flat(below), flat(s.first(l-1)), flat(s.grad(l-1)))
	}
}
