package nn

import "github.com/lamina-go/lamina/kernels"

// Categorical is the likelihood of categorical variables in one-hot columns. Each
// variable has a group of columns, and the parameters a are their logits:
//
//	−log p(x|a) = Σ over groups of −Σⱼ xⱼ·log softmax(a)ⱼ
//
// It is exact for one 1 and zeros in every group; for shares that sum to 1 it is a
// cross-entropy.
type Categorical[T kernels.Float] struct {
	noDataConst[T]
	Groups []int // see LikelihoodSpec
}

func (Categorical[T]) Name() string       { return "categorical" }
func (Categorical[T]) Width(cols int) int { return cols }
func (Categorical[T]) Const(int) float64  { return 0 }
func (Categorical[T]) Density() bool      { return false }
func (Categorical[T]) Domain() string {
	return "one 1 and zeros, or shares that sum to 1, in each group of columns"
}

// eachGroup calls f with the columns lo to hi of every group of cols columns.
func (l Categorical[T]) eachGroup(cols int, f func(lo, hi int)) {
	if len(l.Groups) == 0 {
		f(0, cols)
		return
	}
	for i, lo := 0, 0; lo < cols; i++ {
		hi := min(lo+l.Groups[i%len(l.Groups)], cols)
		f(lo, hi)
		lo = hi
	}
}

// Fits tells whether the groups end where cols columns do.
func (l Categorical[T]) Fits(cols int) bool {
	for i, at := 0, 0; len(l.Groups) > 0; i++ {
		if at += l.Groups[i%len(l.Groups)]; at >= cols {
			return at == cols
		}
	}
	return true
}

func row[T kernels.Float](x []T) kernels.Matrix[T] {
	return kernels.Matrix[T]{Rows: 1, Cols: len(x), Stride: len(x), Data: x}
}

// NegLog returns the sum over groups of −Σ x·log softmax(a), and writes
// scale·(softmax(a) − x) to da.
func (l Categorical[T]) NegLog(scale T, da, a, x []T) float64 {
	sum := 0.0
	for i, lo := 0, 0; lo < len(x); i++ {
		hi := len(x)
		if len(l.Groups) > 0 {
			hi = min(lo+l.Groups[i%len(l.Groups)], hi)
		}
		sum += float64(kernels.SoftmaxCrossEntropyGrad(scale, row(da[lo:hi]), row(a[lo:hi]), row(x[lo:hi])))
		lo = hi
	}
	return sum
}

// Mean is the probabilities, softmax(a) of each group.
func (l Categorical[T]) Mean(dst, a []T) {
	l.eachGroup(len(dst), func(lo, hi int) { kernels.Softmax(row(dst[lo:hi]), row(a[lo:hi])) })
}

// Sample sets one column of each group to 1 and the others to 0. A group takes the
// random number of its first column.
func (l Categorical[T]) Sample(dst, a []T, r kernels.Philox, pos uint64) {
	l.Mean(dst, a[:len(dst)])
	l.eachGroup(len(dst), func(lo, hi int) {
		var u [1]T
		kernels.Uniform(r, u[:], pos+uint64(lo))
		chosen := hi - 1
		for j := lo; j < hi; j++ {
			if u[0] < dst[j] {
				chosen = j
				break
			}
			u[0] -= dst[j]
		}
		clear(dst[lo:hi])
		dst[chosen] = 1
	})
}

// Support is Inside for one-hot groups and CrossEntropy for shares.
func (l Categorical[T]) Support(x []T) (Support, int) {
	worst, at := Inside, 0
	l.eachGroup(len(x), func(lo, hi int) {
		sum, whole := 0.0, true
		for j, v := range x[lo:hi] {
			if !(v >= 0 && v <= 1) && worst != Outside {
				worst, at = Outside, lo+j
			}
			whole = whole && (v == 0 || v == 1)
			sum += float64(v)
		}
		switch {
		case worst == Outside:
		case !(sum > 1-1e-4 && sum < 1+1e-4):
			worst, at = Outside, lo
		case !whole && worst == Inside:
			worst, at = CrossEntropy, lo
		}
	})
	return worst, at
}
