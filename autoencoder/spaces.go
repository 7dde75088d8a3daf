package autoencoder

import (
	"github.com/lamina-go/lamina/internal/keep"
	"github.com/lamina-go/lamina/kernels"
)

// A half is the part of a network that a pass goes through.
type half int

const (
	encoderHalf half = iota
	decoderHalf      // from the code on
	bothHalves
)

// smallRows is how many rows have workspaces of their own, so that what is asked row by
// row does not take blocks.
const smallRows = 16

// spaces are a model's workspaces for passes outside training, by half and for few or
// blockRows rows.
type spaces[T kernels.Float] struct {
	lists [3][2]keep.List[workspace[T]]
}

// get takes one for up to that many rows that is free, or makes one.
func (s *spaces[T]) get(h half, rows int, n *network[T]) *workspace[T] {
	size, most := 0, smallRows
	if rows > smallRows {
		size, most = 1, blockRows
	}
	list := &s.lists[h][size]
	if ws := list.Get(); ws != nil {
		return ws
	}
	ws := planHalf(n, most, h, false, false, 0)
	ws.home = list
	return ws
}

// put makes it free.
func (*spaces[T]) put(ws *workspace[T]) { ws.home.Put(ws) }
