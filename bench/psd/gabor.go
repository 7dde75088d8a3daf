package main

import (
	"math"

	"gonum.org/v1/gonum/optimize"
)

// gabor returns R² of the best Gabor function for a square picture of side² pixels: a
// Gaussian envelope with a centre, a direction and two widths, times a wave along that
// direction with a frequency; amplitude and phase are the least squares solution. The
// search is Nelder and Mead's from several directions and frequencies.
func gabor(pixels []float64, side int) float64 {
	total, cx, cy, energy := 0.0, 0.0, 0.0, 0.0
	for i, v := range pixels {
		total += v * v
		e := v * v
		cx, cy, energy = cx+e*float64(i%side), cy+e*float64(i/side), energy+e
	}
	if total == 0 {
		return 0
	}
	cx, cy = cx/energy, cy/energy
	// Squared error by centre, log widths, direction and frequency.
	left := func(p []float64) float64 { return unexplained(pixels, side, p) / total }
	type start struct {
		p []float64
		f float64
	}
	best := start{f: math.Inf(1)}
	var starts []start
	for direction := range 12 {
		for _, frequency := range []float64{0, 0.08, 0.16, 0.25, 0.35} {
			for _, width := range []float64{1.2, 2.5} {
				p := []float64{cx, cy, math.Log(width), math.Log(1.5 * width), math.Pi * float64(direction) / 12, frequency}
				starts = append(starts, start{p, left(p)})
			}
		}
	}
	for range 3 { // the best starts
		at := 0
		for i, s := range starts {
			if s.f < starts[at].f {
				at = i
			}
		}
		r, err := optimize.Minimize(optimize.Problem{Func: left}, starts[at].p, &optimize.Settings{FuncEvaluations: 600}, &optimize.NelderMead{SimplexSize: 0.3})
		if r != nil && (err == nil || r.F < best.f) && r.F < best.f {
			best = start{r.X, r.F}
		}
		starts[at].f = math.Inf(1)
	}
	return 1 - best.f
}

// unexplained is the squared error of the best amplitude and phase.
func unexplained(pixels []float64, side int, p []float64) float64 {
	s1, s2 := math.Exp(p[2]), math.Exp(p[3])
	limit := float64(side)
	if p[0] < -2 || p[0] > limit+1 || p[1] < -2 || p[1] > limit+1 || s1 < 0.4 || s2 < 0.4 || s1 > 2*limit || s2 > 2*limit || math.Abs(p[5]) > 0.5 {
		return math.Inf(1)
	}
	sin, cos := math.Sincos(p[4])
	var cc, cs, ss, xc, xs, xx float64
	for i, v := range pixels {
		dx, dy := float64(i%side)-p[0], float64(i/side)-p[1]
		u, w := cos*dx+sin*dy, cos*dy-sin*dx
		e := math.Exp(-u*u/(2*s1*s1) - w*w/(2*s2*s2))
		sn, cn := math.Sincos(2 * math.Pi * p[5] * u)
		c, s := e*cn, e*sn
		cc, cs, ss = cc+c*c, cs+c*s, ss+s*s
		xc, xs, xx = xc+v*c, xs+v*s, xx+v*v
	}
	det := cc*ss - cs*cs
	if det <= 1e-9*cc*cc { // no wave: the envelope alone
		if cc == 0 {
			return xx
		}
		return xx - xc*xc/cc
	}
	return xx - (xc*xc*ss-2*xc*xs*cs+xs*xs*cc)/det
}
