package main

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// bar is what the project asks of loops, and what they reach.
type bar struct {
	What       string
	Have, Want float64
	AtLeast    bool
	Unit       string
}

func (b bar) met() bool {
	if b.AtLeast {
		return b.Have >= b.Want
	}
	return b.Have <= b.Want
}

type bars []bar

func (bs bars) String() string {
	var w strings.Builder
	for _, b := range bs {
		rel, verdict := "≤", "met"
		if b.AtLeast {
			rel = "≥"
		}
		if !b.met() {
			verdict = "MISSED"
		}
		fmt.Fprintf(&w, "%-58s %6.2f%s (bar %s %g%s, %s)\n", b.What, b.Have, b.Unit, rel, b.Want, b.Unit, verdict)
	}
	return w.String()
}

func (bs bars) err() error {
	var errs []error
	for _, b := range bs {
		if !b.met() {
			errs = append(errs, fmt.Errorf("%s: %.3g%s, bar %g", b.What, b.Have, b.Unit, b.Want))
		}
	}
	return errors.Join(errs...)
}

// full are the micro-kernels that products run in but for their last rows.
const full = "gemm8"

// barsOf holds the loops to the bars.
func barsOf(neon, avx2 []loop, models []map[string]estimate) bars {
	var bs bars
	for i, c := range cores[:min(2, len(models))] {
		for _, bits := range []int{32, 64} {
			e := models[i][loop{Kernel: full, Bits: bits}.key()]
			bs = append(bs, bar{fmt.Sprintf("FMA pipes, product in float%d on %s", bits, c.Name), 100 * e.FMAs / e.Cycles, 95, true, "%"})
		}
	}
	return append(bs, countBars(neon, avx2)...)
}

// countBars are the bars on numbers of instructions.
func countBars(neon, avx2 []loop) bars {
	var bs bars
	for _, f := range []struct {
		kernel string
		want   float64
	}{{"exp", 1.3}, {"tanh", 1.5}} {
		for _, bits := range []int{32, 64} {
			bs = append(bs, bar{fmt.Sprintf("instructions of %s in float%d, of AVX2's at NEON's width", f.kernel, bits), ratio(neon, avx2, f.kernel, bits), f.want, false, "×"})
		}
	}
	return bs
}

// ratio is the number of instructions per element beside AVX2's, each of which
// would be two at half the width. It is NaN without one of the loops.
func ratio(neon, avx2 []loop, kernel string, bits int) float64 {
	a, ok := find(neon, kernel, bits)
	b, ok2 := find(avx2, kernel, bits)
	if !ok || !ok2 {
		return math.NaN()
	}
	return a.per() / (2 * b.per())
}

func find(loops []loop, kernel string, bits int) (loop, bool) {
	for _, l := range loops {
		if l.Kernel == kernel && l.Bits == bits {
			return l, true
		}
	}
	return loop{}, false
}
