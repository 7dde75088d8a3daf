package autoencoder

import (
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// A corrupter draws x̃ from C(x̃|x): dst is filled from src. Both are tiles without
// gaps between rows. Element i takes the random number at position pos+i of r.
type corrupter[T kernels.Float] interface {
	corrupt(dst, src kernels.Matrix[T], r kernels.Philox, pos uint64)
}

var corruptions = []string{"masking", "salt-and-pepper"}

// Corruptions lists the kinds of corruption.
func Corruptions() []string { return append([]string(nil), corruptions...) }

func (c Corruption) check() error {
	switch c.Kind {
	case "":
		if c.Rate != 0 {
			return fmt.Errorf("corruption rate %v without a kind: choose one of %s", c.Rate, strings.Join(corruptions, ", "))
		}
		return nil
	case "masking", "salt-and-pepper":
		if !(c.Rate >= 0 && c.Rate < 1) {
			return fmt.Errorf("corruption: rate %v: expected 0 ≤ ν < 1", c.Rate)
		}
		return nil
	}
	return fmt.Errorf("unknown corruption %q: choose one of %s", c.Kind, strings.Join(corruptions, ", "))
}

// newCorrupter returns nil when the corruption changes nothing, which makes ν = 0
// the plain model. low and high are the extremes of each column, after scaling.
func newCorrupter[T kernels.Float](c Corruption, low, high []T) corrupter[T] {
	switch {
	case c.Rate == 0:
		return nil
	case c.Kind == "masking":
		return masking[T]{keep: T(1 - c.Rate)}
	case c.Kind == "salt-and-pepper":
		return saltAndPepper[T]{half: T(c.Rate / 2), rate: T(c.Rate), low: low, high: high}
	}
	return nil
}

// masking sets entries to 0.
type masking[T kernels.Float] struct{ keep T }

func (m masking[T]) corrupt(dst, src kernels.Matrix[T], r kernels.Philox, pos uint64) {
	d, s := flat(dst), flat(src)
	kernels.Bernoulli(r, m.keep, d, pos)
	kernels.Mul(d, d, s)
}

// saltAndPepper sets entries to their column's least or greatest value.
type saltAndPepper[T kernels.Float] struct {
	half, rate T
	low, high  []T
}

func (c saltAndPepper[T]) corrupt(dst, src kernels.Matrix[T], r kernels.Philox, pos uint64) {
	kernels.Uniform(r, flat(dst), pos)
	for i := range dst.Rows {
		d, s := dst.Row(i), src.Row(i)
		for j, u := range d {
			switch {
			case u < c.half:
				d[j] = c.low[j]
			case u < c.rate:
				d[j] = c.high[j]
			default:
				d[j] = s[j]
			}
		}
	}
}

// flat is all of a matrix that has no gaps between its rows.
func flat[T kernels.Float](m kernels.Matrix[T]) []T { return m.Data[:m.Rows*m.Cols] }
