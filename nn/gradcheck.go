package nn

import "math"

// A GradientError is the coordinate at which a gradient is furthest from the
// numeric one.
type GradientError struct {
	Index             int // place in the parameter buffer
	Analytic, Numeric float64
	// Relative is |Analytic−Numeric| / max(|Analytic|, |Numeric|, 1e-4·‖g‖∞). The
	// last term keeps rounding errors of a tiny component from counting.
	Relative float64
}

// CheckGradient compares the gradient g of loss at p with central differences,
// coordinate by coordinate, and returns the worst one. loss reads p, which is
// changed in place during the check and restored. step is the distance of the
// differences; 1e-4 suits losses of moderate size, less where there are kinks.
//
// The formula is the five-point one, (f(−2s) − 8f(−s) + 8f(s) − f(2s))/12s
// (Abramowitz and Stegun 25.3.6), whose error s⁴·f⁽⁵⁾/30 stays below rounding.
func CheckGradient(p, g []float64, step float64, loss func() float64) GradientError {
	largest := 0.0
	for _, v := range g {
		largest = max(largest, math.Abs(v))
	}
	worst := GradientError{Relative: -1}
	for i, at := range p {
		f := func(offset float64) float64 {
			p[i] = at + float64(offset)
			return loss()
		}
		numeric := (f(-2*step) - float64(8*f(-step)) + float64(8*f(step)) - f(2*step)) / (12 * step)
		p[i] = at
		scale := max(math.Abs(g[i]), math.Abs(numeric), 1e-4*largest)
		relative := math.Abs(g[i] - numeric)
		if scale > 0 {
			relative /= scale
		}
		if relative > worst.Relative || math.IsNaN(relative) {
			worst = GradientError{Index: i, Analytic: g[i], Numeric: numeric, Relative: relative}
			if math.IsNaN(relative) {
				break
			}
		}
	}
	return worst
}
