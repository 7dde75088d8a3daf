package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// chain is ‖J‖²_F of an encoder of any depth, J = D_L W_Lᵀ … D₁ W₁ᵀ, exactly or by
// Hutchinson's estimate. Rows of J, or of Jᵀ, or vᵀJ for random v, are stacked for many rows of data, and
// go through the layers by one product each. On the way they pass stations, a layer's
// slopes each:
//
//	from the code    X = D_L W_Lᵀ D_{L−1}, then X Wₗᵀ Dₗ₋₁ …; k rows for each row of data
//	from the input   X = W₁ D₁, then X Wₗ Dₗ …; d rows, and X ends as Jᵀ
//	from probes      X = vᵀ D_L, then as from the code; one row for each probe
//
// What comes from the code or from probes ends at X = … D₁ with J = XW₁ᵀ. Its norm is taken there or,
// where the first layer is narrow, through the Gram matrix G = W₁ᵀW₁, once for a
// batch: ‖J‖²_F = ⟨X, XG⟩, so that no row of J is ever made. newChain chooses what
// costs least.
//
// The gradient goes the same way back: with respect to the slopes, and so by s″ to
// pre-activations, and to every W. See kernels/jacobian_deep.go.
//
// The stacked rows are made in blocks whose scratch has at most jacobianSpace numbers, or what a
// single stacked row needs if that is more. Blocks change no bit: sums over rows resume.
type chain[T kernels.Float] struct {
	layers   []nn.Dense[T]
	stations []int // the layers whose slopes X passes
	input    bool  // from the input, else from the code or from probes
	probes   int   // for each row of data, 0 for the exact norm
	gaussian bool
	gram     bool
	space    int // jacobianSpace, less in tests
}

// jacobianSpace bounds the scratch of stacked rows: 1 MiB of float32, which a core's L2
// has room for beside weights and Gram matrices.
const jacobianSpace = 1 << 18

// newProbes is Hutchinson's estimate.
func newProbes[T kernels.Float](encoder []nn.Dense[T], probes int, gaussian bool) chain[T] {
	c := chain[T]{layers: encoder, probes: probes, gaussian: gaussian, space: jacobianSpace}
	for l := len(encoder) - 1; l >= 0; l-- {
		c.stations = append(c.stations, l)
	}
	return c
}

// newChain is the exact norm of an encoder of two layers or more, in the way that
// needs the fewest multiply-adds for batches of 32.
func newChain[T kernels.Float](encoder []nn.Dense[T]) chain[T] {
	last := len(encoder) - 1
	d, k, n := float64(encoder[0].In), float64(encoder[last].Out), float64(encoder[0].Out)
	// Value and gradient by X and by W take three products of a shape, a Gram
	// matrix's one and two halves.
	fromInput, hops := 0.0, 0.0
	for _, l := range encoder[1:] {
		fromInput += float64(3 * d * float64(l.In) * float64(l.Out))
	}
	for _, l := range encoder[1:last] {
		hops += float64(3 * k * float64(l.In) * float64(l.Out))
	}
	direct, gram := 3*k*n*d, 1.5*(k+float64(d/32))*n*n
	c := chain[T]{layers: encoder, space: jacobianSpace}
	if best := hops + min(direct, gram); fromInput < best || fromInput == best && d < k {
		c.input = true
		for l := range encoder {
			c.stations = append(c.stations, l)
		}
		return c
	}
	c.gram = gram < direct
	for l := last - 1; l >= 0; l-- {
		c.stations = append(c.stations, l)
	}
	return c
}

// times is the number of stacked rows for each row of data.
func (c chain[T]) times() int {
	switch {
	case c.probes > 0:
		return c.probes
	case c.input:
		return c.layers[0].In
	}
	return c.layers[len(c.layers)-1].Out
}

// hop is the layer whose weights lead to station t ≥ 1.
func (c chain[T]) hop(t int) nn.Dense[T] {
	if c.input {
		return c.layers[c.stations[t]]
	}
	return c.layers[c.stations[t]+1]
}

// ends tells that J = XW₁ᵀ at the last station, whose product is made.
func (c chain[T]) ends() bool { return !c.input && !c.gram }

// width is what the scratch has for a stacked row: at each station X, what X is from
// before the slopes, and its gradient; and J where that is made.
func (c chain[T]) width(pairs bool) int {
	n := 0
	for _, l := range c.stations {
		n += 3 * c.layers[l].Out
	}
	if pairs {
		n *= 2
	}
	if c.ends() {
		n += c.layers[0].In
	}
	return n
}

// blocks are the numbers of rows of data, and of the stacked rows of each, that a block
// has.
func (c chain[T]) blocks(rows int, pairs bool) (data, stacked int) {
	most := max(1, c.space/c.width(pairs))
	if times := c.times(); most >= times {
		return min(rows, most/times), times
	}
	return 1, most
}

// bandRows is how many rows' slopes are at hand at once, about: a core's L2 has room
// for them.
const bandRows = 64

// band is a whole number of blocks.
func (c chain[T]) band(rows int) int {
	data, _ := c.blocks(rows, false)
	return min(rows, data*max(1, bandRows/data))
}

// scratch: stacked rows, a vector of ones, the last layer's weights transposed and
// their gradient, the Gram matrix and its gradient.
func (c chain[T]) size(rows int, pairs bool) int {
	data, stacked := c.blocks(rows, pairs)
	return data*stacked*c.width(pairs) + c.fixed(stacked)
}

func (c chain[T]) fixed(stacked int) int {
	n, first, last := 0, c.layers[0], c.layers[len(c.layers)-1]
	if c.input {
		n += 2 * stacked
	} else if c.probes == 0 {
		n += 2 * last.In * last.Out
	}
	if c.gram {
		n += 2 * first.Out * first.Out
	}
	return n
}
