package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// chainPass is one sum of a chain.
type chainPass[T kernels.Float] struct {
	chain[T]
	p, g  []T
	alpha T // twice the factor of the gradient of ‖J‖², 0 for none

	ones, unwanted []T               // stacked, from the input
	last, dLast    kernels.Matrix[T] // k×n, W_Lᵀ and its gradient, from the code
	gramM, dGram   kernels.Matrix[T] // n×n
	buf            []T               // the stacked rows'

	lo, hi int // the block's rows of data, in their band
	j0, j1 int // its stacked rows of each
}

func (c chain[T]) sum(scale T, p, g []T, a, b slopes[T], at probePlace, each []float64, buf []T) float64 {
	pairs := b.rows > 0
	data, stacked := c.blocks(a.rows, pairs)
	r := chainPass[T]{chain: c, p: p, g: g, alpha: T(2*scale) / T(max(c.probes, 1))}
	r.prepare(stacked, buf)
	sum, band := 0.0, a.bandRows(c.band(a.rows))
	for lo := 0; lo < a.rows; lo += band {
		a := a.band(lo, min(lo+band, a.rows))
		for l := range c.layers {
			a.load(l)
		}
		for r.lo = 0; r.lo < a.rows; r.lo = r.hi {
			r.hi = min(r.lo+data, a.rows)
			for r.j0 = 0; r.j0 < c.times(); r.j0 = r.j1 {
				r.j1 = min(r.j0+stacked, c.times())
				r.forward(a, 0, at)
				if pairs {
					r.forward(b, 1, at)
				}
				sum += r.finish(pairs, each)
				if scale == 0 {
					continue
				}
				r.back(r.alpha, a, 0)
				if pairs {
					r.back(-r.alpha, b, 1)
				}
			}
		}
		if scale != 0 {
			a.byInput()
			for l := range c.layers {
				a.flush(l)
			}
		}
		at.row += a.rows
		if each != nil {
			each = each[a.rows:]
		}
	}
	if scale != 0 {
		r.weights()
		if pairs {
			b.byInput()
		}
	}
	return sum
}

// prepare divides the scratch and makes what serves all blocks.
func (r *chainPass[T]) prepare(stacked int, buf []T) {
	take := func(n int) []T {
		part := buf[:n:n]
		buf = buf[n:]
		return part
	}
	square := func(rows, cols int) kernels.Matrix[T] {
		return kernels.Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: take(rows * cols)}
	}
	first, last := r.layers[0], r.layers[len(r.layers)-1]
	if r.input {
		r.ones, r.unwanted = take(stacked), take(stacked)
		for i := range r.ones {
			r.ones[i] = 1
		}
	} else if r.probes == 0 {
		r.last, r.dLast = square(last.Out, last.In), square(last.Out, last.In)
		kernels.Transpose(r.last, nn.Mat(r.p, last.W))
		clear(r.dLast.Data)
	}
	if r.gram {
		r.gramM, r.dGram = square(first.Out, first.Out), square(first.Out, first.Out)
		kernels.Syrk(true, true, 1, nn.Mat(r.p, first.W), 0, r.gramM)
		mirror(r.gramM)
		clear(r.dGram.Data)
	}
	r.buf = buf
}

// mirror copies the upper triangle to the lower.
func mirror[T kernels.Float](m kernels.Matrix[T]) {
	for i := range m.Rows {
		for j := range i {
			m.Data[i*m.Stride+j] = m.Data[j*m.Stride+i]
		}
	}
}

// The matrices of a station.
const (
	passed = iota // X
	before        // what X is from, before the slopes
	barred        // the gradient with respect to X
)

// tile is the block's matrix at station t of the first or second Jacobian of a pair.
func (r *chainPass[T]) tile(which, t, second int) kernels.Matrix[T] {
	m := (r.hi - r.lo) * (r.j1 - r.j0)
	all, at := 0, 0
	for s, l := range r.stations {
		n := 3 * r.layers[l].Out
		if s < t {
			at += n
		}
		all += n
	}
	n := r.layers[r.stations[t]].Out
	at += second*all + which*n
	return kernels.Matrix[T]{Rows: m, Cols: n, Stride: n, Data: r.buf[m*at : m*(at+n)]}
}

// jacobian is J of the block, where it is made.
func (r *chainPass[T]) jacobian(pairs bool) kernels.Matrix[T] {
	m, d := (r.hi-r.lo)*(r.j1-r.j0), r.layers[0].In
	at := r.width(pairs) - d
	return kernels.Matrix[T]{Rows: m, Cols: d, Stride: d, Data: r.buf[m*at : m*(at+d)]}
}

// of is the part of a block's matrix that belongs to row i of the data.
func (r *chainPass[T]) of(m kernels.Matrix[T], i int) kernels.Matrix[T] {
	n := r.j1 - r.j0
	return m.RowRange((i-r.lo)*n, (i-r.lo+1)*n)
}

// rows are the factors by which the stacked rows of row i of the data begin, and their
// gradients' place.
func (r *chainPass[T]) rows(s slopes[T], i int) (factor, grad []T) {
	if r.input {
		return r.ones[:r.j1-r.j0], r.unwanted[:r.j1-r.j0]
	}
	code := len(r.layers) - 1
	return s.first(code).Row(i)[r.j0:r.j1], s.grad(code).Row(i)[r.j0:r.j1]
}

// begin is the matrix that the stacked rows begin as, but for factors and slopes.
func (r *chainPass[T]) begin() kernels.Matrix[T] {
	if r.input {
		return nn.Mat(r.p, r.layers[0].W).RowRange(r.j0, r.j1)
	}
	return r.last.RowRange(r.j0, r.j1)
}

// forward takes the stacked rows through all stations.
func (r *chainPass[T]) forward(s slopes[T], second int, at probePlace) {
	x, c := r.tile(passed, 0, second), s.first(r.stations[0])
	if r.probes > 0 {
		v := r.tile(before, 0, second)
		number := uint64(at.row+r.lo)*uint64(r.probes) + uint64(r.j0)
		drawProbes(v, at.stream, number, r.gaussian)
		r.slope(x, v, c)
	} else {
		for i := r.lo; i < r.hi; i++ {
			factor, _ := r.rows(s, i)
			kernels.ScaleRowsCols(r.of(x, i), factor, r.begin(), c.Row(i))
		}
	}
	for t := 1; t < len(r.stations); t++ {
		y, next := r.tile(before, t, second), r.tile(passed, t, second)
		kernels.Gemm(false, !r.input, 1, x, nn.Mat(r.p, r.hop(t).W), 0, y)
		r.slope(next, y, s.first(r.stations[t]))
		x = next
	}
}

// slope multiplies each stacked row by the slopes of its row of data.
func (r *chainPass[T]) slope(dst, src, c kernels.Matrix[T]) {
	n := r.j1 - r.j0
	for q := range src.Rows {
		kernels.Mul(dst.Row(q), src.Row(q), c.Row(r.lo+q/n))
	}
}

// finish returns the block's sum of squares, and sets the gradient with respect to X at the last
// station, but for a factor of 2. Of a pair, it is that of the difference.
func (r *chainPass[T]) finish(pairs bool, each []float64) float64 {
	t := len(r.stations) - 1
	x, bar := r.tile(passed, t, 0), r.tile(barred, t, 0)
	if pairs {
		kernels.Sub(x.Data, x.Data, r.tile(passed, t, 1).Data)
	}
	left, right := x, bar
	first := nn.Mat(r.p, r.layers[0].W)
	switch {
	case r.input:
		copy(bar.Data, x.Data)
	case r.gram:
		kernels.Gemm(false, false, 1, x, r.gramM, 0, bar)
		if r.alpha != 0 {
			kernels.Syrk(true, true, 1, x, 1, r.dGram)
		}
	default:
		j := r.jacobian(pairs)
		kernels.Gemm(false, true, 1, x, first, 0, j)
		left, right = j, j
		if r.alpha != 0 {
			kernels.Gemm(false, false, 1, j, first, 0, bar)
			kernels.Gemm(true, false, r.alpha, j, x, 1, nn.Mat(r.g, r.layers[0].W))
		}
	}
	sum, over := 0.0, float64(max(r.probes, 1))
	for i := r.lo; i < r.hi; i++ {
		v := float64(kernels.FrobeniusDot(r.of(left, i), r.of(right, i))) / over
		sum += v
		if each != nil {
			each[i] += v
		}
	}
	if pairs && r.alpha != 0 {
		copy(r.tile(barred, t, 1).Data, bar.Data)
	}
	return sum
}

// back takes alpha times the gradient from the last station back to the first.
func (r *chainPass[T]) back(alpha T, s slopes[T], second int) {
	for t := len(r.stations) - 1; t >= 0; t-- {
		bar, c, dc := r.tile(barred, t, second), s.first(r.stations[t]), s.grad(r.stations[t])
		if t == 0 && r.probes == 0 {
			r.backBegin(alpha, s, bar, c, dc)
			return
		}
		if alpha != 1 {
			kernels.Scale(bar.Data, alpha, bar.Data)
			alpha = 1
		}
		y, n := r.tile(before, t, second), r.j1-r.j0
		for q := range bar.Rows {
			i, row := r.lo+q/n, bar.Row(q)
			kernels.MulAdd(dc.Row(i), row, y.Row(q), dc.Row(i))
			kernels.Mul(row, row, c.Row(i))
		}
		if t == 0 {
			return
		}
		x, hop := r.tile(passed, t-1, second), r.hop(t).W
		if r.input {
			kernels.Gemm(true, false, 1, x, bar, 1, nn.Mat(r.g, hop))
		} else {
			kernels.Gemm(true, false, 1, bar, x, 1, nn.Mat(r.g, hop))
		}
		kernels.Gemm(false, r.input, 1, bar, nn.Mat(r.p, hop), 0, r.tile(barred, t-1, second))
	}
}

// backBegin is back at the station where exact rows begin.
func (r *chainPass[T]) backBegin(alpha T, s slopes[T], bar, c, dc kernels.Matrix[T]) {
	into := r.dLast
	if r.input {
		into = nn.Mat(r.g, r.layers[0].W)
	}
	for i := r.lo; i < r.hi; i++ {
		factor, grad := r.rows(s, i)
		kernels.ScaledProductGrad(alpha, r.of(bar, i), r.begin(), factor, c.Row(i), grad, dc.Row(i))
		kernels.AddScaledRowsCols(alpha, factor, r.of(bar, i), c.Row(i), into.RowRange(r.j0, r.j1))
	}
}

// weights adds the gradients of weights that wait for the last block.
func (r *chainPass[T]) weights() {
	if r.last.Rows > 0 {
		last := r.layers[len(r.layers)-1]
		t := kernels.Matrix[T]{Rows: last.In, Cols: last.Out, Stride: last.Out, Data: r.last.Data}
		kernels.Transpose(t, r.dLast)
		g := nn.Vec(r.g, last.W)
		kernels.Add(g, g, t.Data)
	}
	if r.gram {
		mirror(r.dGram)
		first := r.layers[0].W
		kernels.Gemm(false, false, r.alpha, nn.Mat(r.p, first), r.dGram, 1, nn.Mat(r.g, first))
	}
}
