package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
)

// loss returns −log p − const summed over the rows of a decoded workspace, a mean
// over the draws of each row's code. With scale ≠ 0 it sets the gradients by the last
// layer's pre-activation, times scale.
//
// An importance-weighted network has instead, for each row and K draws,
//
//	−log 1/K Σₛ wₛ,   wₛ = p(x|hₛ) p(hₛ)/q(hₛ|x)
//
// (Burda, Grosse and Salakhutdinov 2016, equation 8), whose gradient is that of
// −log wₛ weighted by the shares wₛ/Σw, equation 14.
func (n *network[T]) loss(scale T, ws *workspace[T]) float64 {
	ws.losses.run(scale)
	total := ws.constant
	for _, v := range ws.losses.rows[:ws.y.Rows] {
		total += v
	}
	return total
}

// rowsLoss is −log p − const of row i of the data.
func (n *network[T]) rowsLoss(scale T, ws *workspace[T], i int, buf *lossBuffer[T]) float64 {
	times := max(ws.draws, 1)
	each := scale
	if times > 1 && !n.importance {
		each = scale / T(times)
	}
	x := n.targetIn(buf.x, ws.y.Row(i))
	sum := 0.0
	for r := i * times; r < (i+1)*times; r++ {
		sum += n.rowLoss(each, ws, i, r, x, buf)
	}
	if n.importance && ws.draws > 0 {
		return n.bound(scale != 0, ws, i)
	}
	if times > 1 {
		return sum / float64(times)
	}
	return sum
}

// rowLoss is −log p of decoder row r against x, row i of the data.
func (n *network[T]) rowLoss(scale T, ws *workspace[T], i, r int, x []T, buf *lossBuffer[T]) float64 {
	a, da := ws.params().Row(r), buf.a
	if scale != 0 {
		da = ws.grad[len(ws.grad)-1].Row(r)
	}
	var v float64
	if n.emphasis != (Emphasis{}) && ws.mask.Rows > 0 {
		v = n.emphasised(scale, buf.part, da, a, x, ws.mask.Row(i))
	} else {
		v = n.likelihood.NegLog(scale, da, a, x)
	}
	if n.importance && ws.draws > 0 {
		ws.logWeight[r] = n.logRatio(ws, i, r) - v
	}
	return v
}

// bound is the importance-weighted −log p(x) of row i, less log p's constants. It
// turns log w into shares, and with gradients weights those of the draws by them.
func (n *network[T]) bound(gradients bool, ws *workspace[T], i int) float64 {
	lo, hi := i*ws.draws, (i+1)*ws.draws
	logW := ws.logWeight[lo:hi]
	most := logW[0]
	for _, v := range logW {
		most = max(most, v)
	}
	sum := 0.0
	for s, v := range logW {
		logW[s] = expOf(v - most)
		sum += logW[s]
	}
	for s, w := range logW {
		ws.weight[lo+s] = T(w / sum)
		if gradients {
			da := ws.grad[len(ws.grad)-1].Row(lo + s)
			kernels.Scale(da, ws.weight[lo+s], da)
		}
	}
	return logOf(float64(ws.draws)) - logOf(sum) - most
}

// emphasised is −log p with the columns that the mask tells weighted (Vincent et al.
// 2010, section 4.2, for any likelihood of independent columns): the two kinds of
// columns are put together, asked about apart, and put back.
func (n *network[T]) emphasised(scale T, part, da, a, x, mask []T) float64 {
	d := len(x)
	planes, sum := len(a)/d, 0.0
	for _, side := range [2]struct {
		bit    T
		weight float64
	}{{1, n.emphasis.Corrupted}, {0, n.emphasis.Clean}} {
		m := 0
		for _, b := range mask {
			if b == side.bit {
				m++
			}
		}
		if m == 0 {
			continue
		}
		pa, pda, px := part[:planes*m], part[planes*d:planes*d+planes*m], part[2*planes*d:2*planes*d+m]
		at := 0
		for j, b := range mask {
			if b == side.bit {
				px[at] = x[j]
				for k := range planes {
					pa[k*m+at] = a[k*d+j]
				}
				at++
			}
		}
		sum += float64(side.weight * n.likelihood.NegLog(T(scale*T(side.weight)), pda, pa, px))
		at = 0
		for j, b := range mask {
			if b == side.bit {
				for k := range planes {
					da[k*d+j] = pda[k*m+at]
				}
				at++
			}
		}
	}
	return sum
}
