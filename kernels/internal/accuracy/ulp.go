package accuracy

import (
	"math"
	"math/big"
)

// format is a floating-point type: its precision in bits, and the exponents
// of its smallest normal number and of the binade above its largest.
type format struct {
	name             string
	prec, emin, emax int
}

var (
	single = format{"float32", 24, -126, 128}
	double = format{"float64", 53, -1022, 1024}
)

// ulps returns the error of got in ULP of exact: those of its binade, that of
// the subnormal numbers below the normal ones, and that of the last binade
// beyond, where ±Inf stands for ±2^emax and every exact value is at most that.
func (f format) ulps(got float64, exact *big.Float) float64 {
	if got != got {
		return math.Inf(1)
	}
	e := big.MinExp
	if exact.Sign() != 0 {
		e = exact.MantExp(nil) - 1
	}
	unit := min(max(e, f.emin), f.emax-1) - (f.prec - 1)
	g, x := new(big.Float).SetPrec(256), new(big.Float).SetPrec(256).Set(exact)
	if math.IsInf(got, 0) {
		g.SetMantExp(big.NewFloat(math.Copysign(1, got)), f.emax)
	} else {
		g.SetFloat64(got)
	}
	if e >= f.emax {
		x.SetMantExp(big.NewFloat(math.Copysign(1, float64(exact.Sign()))), f.emax)
	}
	d, _ := g.SetMantExp(g.Sub(g, x), -unit).Float64()
	return math.Abs(d)
}

// fastUlps is ulps in float64, for an exact value rounded to float64: good to
// the rounding of that value.
func fastUlps(got float32, exact float64) float64 {
	e := math.Float64bits(exact) >> 52 & 0x7ff
	if e < 1023-126 {
		e = 1023 - 126
	}
	if e > 1023+127 || got > math.MaxFloat32 || got < -math.MaxFloat32 {
		return infUlps(got, exact)
	}
	// 2^−(e − 1023 − 23)
	return math.Abs(float64(got)-exact) * math.Float64frombits((2*1023+23-e)<<52)
}

// infUlps is fastUlps where either is beyond float32.
func infUlps(got float32, exact float64) float64 {
	g := float64(got)
	if math.IsInf(g, 0) {
		g = math.Copysign(0x1p128, g)
	}
	if exact != exact {
		if got != got {
			return 0
		}
		return math.Inf(1)
	}
	exact = max(-0x1p128, min(exact, 0x1p128))
	d := math.Abs(g-exact) * 0x1p-104
	if d != d {
		return math.Inf(1)
	}
	return d
}
