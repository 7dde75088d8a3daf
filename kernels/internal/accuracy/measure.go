package accuracy

import (
	"math"
	"math/big"
	"runtime"
	"sync"

	"github.com/lamina-go/lamina/kernels"
)

// A Result is the worst error of a function of one type on a range, in the
// unit of the range's bound, and the argument where it was found.
type Result struct {
	Function string
	Type     string
	Range
	Worst  float64
	At     float64
	Inputs uint64 // checked
}

// Bound is the range's bound for the result's type.
func (r Result) Bound() float64 {
	if r.Type == single.name {
		return r.Bound32
	}
	return r.Bound64
}

func (r *Result) take(err, x float64) {
	if !(err <= r.Worst) {
		r.Worst, r.At = err, x
	}
}

func (r *Result) merge(o Result) {
	r.Inputs += o.Inputs
	if o.Inputs > 0 {
		r.take(o.Worst, o.At)
	}
}

const block = 4096

// buffers of one block.
type buffers struct {
	x32, y32 [block]float32
	x64, y64 [block]float64
}

// parts returns the first and last bit patterns of the negative and of the
// positive numbers between lo and hi.
func parts(lo, hi float64, bits func(float64) uint64) [][2]uint64 {
	var ps [][2]uint64
	negative := bits(math.Copysign(0, -1))
	if lo < 0 {
		ps = append(ps, [2]uint64{max(bits(math.Copysign(min(hi, 0), -1)), negative), bits(lo)})
	}
	if hi > 0 {
		ps = append(ps, [2]uint64{bits(max(lo, 0)), bits(hi)})
	}
	return ps
}

func bits32(x float64) uint64 { return uint64(math.Float32bits(float32(x))) }

// Sweep checks one float32 argument in every stride on range i, against the
// float64 function, whose own errors are below 2⁻²⁶ of what is measured
// (TestReference).
func (f Function) Sweep(i int, stride uint64) Result {
	r := f.ranges[i]
	total := Result{Function: f.Name, Type: single.name, Range: r}
	for _, p := range parts(r.Lo, r.Hi, bits32) {
		blocks := (p[1]-p[0])/(block*stride) + 1
		total.merge(parallel(blocks, func(b uint64, buf *buffers, res *Result) {
			first := p[0] + b*block*stride
			n := min(block, (p[1]-first)/stride+1)
			for j := range n {
				buf.x32[j] = math.Float32frombits(uint32(first + j*stride))
				buf.x64[j] = float64(buf.x32[j])
			}
			f.f32(buf.y32[:n], buf.x32[:n])
			f.f64(buf.y64[:n], buf.x64[:n])
			res.Inputs += n
			for j, y := range buf.y32[:n] {
				var err float64
				if r.Absolute {
					err = math.Abs(float64(y)-buf.y64[j]) * 0x1p24
				} else {
					err = fastUlps(y, buf.y64[j])
				}
				if !(err <= res.Worst) {
					res.take(err, buf.x64[j])
				}
			}
		}))
	}
	return total
}

// Sample checks about n random arguments of either type on range i against
// the oracle: a half of them uniform in value over the window, a quarter
// uniform in bits over it, and a quarter uniform in bits over the range.
func (f Function) Sample(bits, i int, n, seed uint64) Result {
	r, fm, window := f.ranges[i], double, f.window64
	toBits, toFloat := math.Float64bits, math.Float64frombits
	if bits == 32 {
		fm, window = single, f.window32
		toBits = bits32
		toFloat = func(u uint64) float64 { return float64(math.Float32frombits(uint32(u))) }
	}
	lo, hi := max(window[0], r.Lo), min(window[1], r.Hi)
	const each = 256 // arguments of a block
	total := Result{Function: f.Name, Type: fm.name, Range: r}
	total.merge(parallel((n+each-1)/each, func(b uint64, buf *buffers, res *Result) {
		var u [each]float64
		kernels.Uniform(kernels.Philox{Seed: seed, Stream: uint64(bits + i)}, u[:], b*each)
		for j, u := range u {
			p, v := [2]float64{lo, hi}, 0.0
			if j&3 == 3 {
				p = [2]float64{r.Lo, r.Hi}
			}
			switch {
			case j&1 == 0:
				v = lo + (hi-lo)*u
			default:
				ps := parts(p[0], p[1], toBits)
				part := ps[j>>2%len(ps)]
				v = toFloat(part[0] + uint64(u*float64(part[1]-part[0])))
			}
			if bits == 32 {
				v = float64(float32(v))
			}
			buf.x64[j], buf.x32[j] = v, float32(v)
		}
		if bits == 32 {
			f.f32(buf.y32[:each], buf.x32[:each])
		} else {
			f.f64(buf.y64[:each], buf.x64[:each])
		}
		for j, x := range buf.x64[:each] {
			y := buf.y64[j]
			if bits == 32 {
				y = float64(buf.y32[j])
			}
			if x == 0 || math.IsInf(x, 0) || x < r.Lo || x > r.Hi {
				continue // special values have a test of their own
			}
			exact := f.exact(new(big.Float).SetPrec(192).SetFloat64(x))
			res.Inputs++
			if r.Absolute {
				d, _ := new(big.Float).Sub(big.NewFloat(y), exact).Float64()
				res.take(math.Ldexp(math.Abs(d), fm.prec), x)
			} else {
				res.take(fm.ulps(y, exact), x)
			}
		}
	}))
	return total
}

// parallel runs check on all blocks, on all processors.
func parallel(blocks uint64, check func(b uint64, buf *buffers, res *Result)) Result {
	workers := uint64(runtime.GOMAXPROCS(0))
	results := make([]Result, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			buf, res := new(buffers), Result{}
			for b := w; b < blocks; b += workers {
				check(b, buf, &res)
			}
			results[w] = res
		})
	}
	wg.Wait()
	var total Result
	for _, r := range results {
		total.merge(r)
	}
	return total
}
