package nn

import "github.com/lamina-go/lamina/kernels"

// A Backward is one layer's backward pass in parts that may run at once: bands of rows
// of its weights, each with its share of the products, and its optimiser's step while
// the gradient is in the cache, so that the weights are read from memory once and
// their gradient need not be written there. How many parts there are changes no bit.
//
// Where Dense's methods would be, for all rows at once,
//
//	BackwardParams(G, X, DA); BackwardInput(P, Beta, DA, DX)
//
// its parts do the same, after adding the gradients of ColNorms to G. A tied layer's DX
// must have no rows: BackwardInput is apart.
type Backward[T kernels.Float] struct {
	P, G []T
	X    kernels.Matrix[T] // B×In, the layer's input
	DA   kernels.Matrix[T] // B×Out, the gradient by the pre-activation
	DX   kernels.Matrix[T] // B×In, the gradient by the input; without rows it is not computed
	Beta T                 // what DX had before counts so much
	// Fresh and FreshBias tell that the gradient in G by weights and bias counts as 0,
	// whatever it is.
	Fresh, FreshBias bool
	// ColNorms have gradients by the weights besides; not for a tied layer.
	ColNorms []ColNormPenalty[T]
	// Keep tells that the gradients are to be in G in the end. Otherwise what is in G
	// is arbitrary, and G may be nil if both are fresh.
	Keep bool
	// Weights and Bias take a step with the gradients that they have after this, if
	// they are not nil.
	Weights, Bias Optimizer[T]
	// Below is the activation whose output X is, if DX is to become the gradient by its
	// argument, from V as ForwardKeep returned it (B×In); nil for none.
	Below *Activation[T]
	V     kernels.Matrix[T]
}

// A ColNormPenalty is ½·Scale·Σⱼ Colsⱼ‖Wⱼ‖², Wⱼ the columns of the weights, by which its
// gradient is Scale·W·diag(Cols). Cols has an element for each output.
type ColNormPenalty[T kernels.Float] struct {
	Scale T
	Cols  []T
}

// bandElements is how many elements a band's gradient has at most for batches of few
// rows: with as many parameters and moments, it fits into L2. From manyRows on, bands
// have twice as many: each reads all of DA, and the optimiser's share is small. A band
// has some rows in any case, or its products would be inefficient.
const (
	bandElements = 96 << 10
	manyRows     = 512
	bandRows     = 16
	fewElements  = 16 << 10 // what is not worth dividing has
)

// bands is the number of bands of a layer's weights for batches of so many rows.
func (d Dense[T]) bands(rows int) int {
	most := bandElements
	if rows >= manyRows {
		most *= 2
	}
	if d.W.Len() < fewElements {
		return 1
	}
	n := (d.W.Len() + most - 1) / most
	n = (n + 3) / 4 * 4 // so that the cores end together
	return max(1, min(n, d.W.Rows/bandRows))
}

// BackwardParts is the number of parts of a Backward of this layer for batches of so
// many rows.
func (d Dense[T]) BackwardParts(rows int) int { return 1 + d.bands(rows) }

// band is the range of rows of the weights that part i has. Their numbers are
// multiples of 16, which products like.
func (d Dense[T]) band(i, n int) (lo, hi int) {
	if n == 1 {
		return 0, d.W.Rows
	}
	units := (d.W.Rows + bandRows - 1) / bandRows
	return units * i / n * bandRows, min(units*(i+1)/n*bandRows, d.W.Rows)
}

// BackwardPart does part i of b.
func (d Dense[T]) BackwardPart(i int, b *Backward[T]) {
	if i == 0 {
		d.backwardBias(b)
		return
	}
	lo, hi := d.band(i-1, d.bands(b.DA.Rows))
	if lo == hi {
		return
	}
	w := Mat(b.P, d.W).RowRange(lo, hi)
	if b.DX.Rows > 0 {
		dx := b.DX.ColRange(lo, hi)
		kernels.GemmSerial(false, true, 1, b.DA, w, b.Beta, dx) // da·Wᵀ
		if b.Below != nil {
			b.Below.backprop(dx, b.V.ColRange(lo, hi))
		}
	}
	x, da := b.X, b.DA
	if d.Tied {
		x, da = da, x // dW is daᵀ·x, Out×In
	}
	var space *gradientSpace[T]
	beta := T(1)
	if b.Fresh {
		beta = 0
	}
	g := w // its shape
	if b.Fresh && !b.Keep {
		space = getSpace[T](w.Rows * w.Cols)
		g.Data = space.data
	} else {
		g = Mat(b.G, d.W).RowRange(lo, hi)
	}
	if len(b.ColNorms) > 0 && beta == 0 {
		clear(g.Data[:g.Rows*g.Cols])
		beta = 1
	}
	for _, c := range b.ColNorms {
		kernels.AxpyCols(c.Scale, w, c.Cols, g)
	}
	kernels.GemmSerial(true, false, 1, x.ColRange(lo, hi), da, beta, g)
	if b.Weights != nil {
		b.Weights.Update(d.W.Offset+lo*d.W.Cols, w.Data, g.Data, true)
	}
	if space != nil {
		space.put()
	}
}

// backwardBias is the part of b that the bias has.
func (d Dense[T]) backwardBias(b *Backward[T]) {
	var space *gradientSpace[T]
	var g []T
	if b.FreshBias && !b.Keep {
		space = getSpace[T](d.B.Len())
		g = space.data
	} else {
		g = Vec(b.G, d.B)
	}
	if b.FreshBias {
		clear(g)
	}
	kernels.ColSums(g, b.DA)
	if b.Bias != nil {
		b.Bias.Update(d.B.Offset, Vec(b.P, d.B), g, false)
	}
	if space != nil {
		space.put()
	}
}
