package autoencoder

import "github.com/lamina-go/lamina/kernels"

// inputs are a block of rows as a pass is given them.
type inputs[T kernels.Float] struct {
	x    kernels.Matrix[T] // B×d, clean rows, scaled
	in   kernels.Matrix[T] // B×d, what the encoder sees: x itself, or x̃
	y    kernels.Matrix[T] // B×t, what the likelihood is asked about: x itself, or classes
	mask kernels.Matrix[T] // B×d, 1 where x̃ is corrupted and 0 elsewhere; if the loss asks

	constant float64 // Σ over the rows of what −log p has of them alone
	at       place   // of the rows, for random numbers

	space struct{ x, in, y, mask kernels.Matrix[T] } // in full; without data where there is none
}

// planInputs plans for up to rows rows: without data, only for their number.
func planInputs[T kernels.Float](n *network[T], rows int, corrupted, data bool) inputs[T] {
	var b inputs[T]
	d := n.layers[0].In
	if !data {
		b.space.x = kernels.Matrix[T]{Rows: rows}
		return b
	}
	b.space.x = kernels.NewMatrix[T](rows, d)
	if corrupted {
		b.space.in = kernels.NewMatrix[T](rows, d)
	}
	if n.classes > 0 {
		b.space.y = kernels.NewMatrix[T](rows, n.classes)
	}
	if corrupted && n.emphasis != (Emphasis{}) {
		b.space.mask = kernels.NewMatrix[T](rows, d)
	}
	return b
}

// use makes the inputs n rows.
func (b *inputs[T]) use(n int) {
	b.x = b.space.x.RowRange(0, n)
	b.in, b.y, b.mask = b.x, b.x, kernels.Matrix[T]{}
	for _, m := range []struct {
		space kernels.Matrix[T]
		use   *kernels.Matrix[T]
	}{{b.space.in, &b.in}, {b.space.y, &b.y}, {b.space.mask, &b.mask}} {
		if m.space.Data != nil {
			*m.use = m.space.RowRange(0, n)
		}
	}
}

// A place says which random numbers the rows of a workspace take.
type place struct {
	seed  uint64
	epoch int // from 1; 0 outside training, so that held-out rows see the same every time
	row   int // of the workspace's first row, in the order of the epoch or of the data
}

// stream is the stream of random numbers for a purpose. Row i of the block takes
// those from (at.row+i)·n on, where n is what the purpose needs for one row.
func (b *inputs[T]) stream(purpose int) kernels.Philox {
	return stream(b.at.seed, purpose, b.at.epoch)
}
