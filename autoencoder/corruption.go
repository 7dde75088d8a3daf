package autoencoder

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// A corrupter draws x̃ from C(x̃|x): dst is filled from src. Both are tiles without
// gaps between rows. Element i takes the random number at position pos+i of r. If
// mask has rows, it is set to 1 where an entry was chosen and to 0 elsewhere.
type corrupter[T kernels.Float] interface {
	corrupt(dst, src, mask kernels.Matrix[T], r kernels.Philox, pos uint64)
}

var corruptions = []string{"masking", "salt-and-pepper", "dropout", "gaussian"}

// Corruptions lists the kinds of corruption.
func Corruptions() []string { return slices.Clone(corruptions) }

func (c Corruption) check(of Config) error {
	e := c.Emphasis
	gaussian := c.Kind == "gaussian"
	switch {
	case c.Kind == "" && c.Rate != 0:
		return fmt.Errorf("corruption rate %v without a kind: choose one of %s", c.Rate, strings.Join(corruptions, ", "))
	case c.Kind == "" && c.Deviation != 0:
		return fmt.Errorf("corruption deviation %v without a kind: use gaussian", c.Deviation)
	case c.Kind == "" && e != Emphasis{}:
		return fmt.Errorf("emphasis without corruption: there are no corrupted entries to weight; choose one of %s", strings.Join(corruptions[:3], ", "))
	case c.Kind == "":
		return nil
	case !slices.Contains(corruptions, c.Kind):
		return fmt.Errorf("unknown corruption %q: choose one of %s", c.Kind, strings.Join(corruptions, ", "))
	case gaussian && c.Rate != 0:
		return fmt.Errorf("corruption: rate %v: gaussian corruption has none, it adds noise to every entry; set its deviation", c.Rate)
	case gaussian && !(c.Deviation >= 0 && finite(c.Deviation)):
		return fmt.Errorf("corruption: deviation %v: expected a finite σ ≥ 0", c.Deviation)
	case !gaussian && c.Deviation != 0:
		return fmt.Errorf("corruption: deviation %v: only gaussian has one; %s has a rate", c.Deviation, c.Kind)
	case !(c.Rate >= 0 && c.Rate < 1):
		return fmt.Errorf("corruption: rate %v: expected 0 ≤ ν < 1", c.Rate)
	case e == Emphasis{}:
		return nil
	case !(e.Corrupted >= 0 && e.Clean >= 0 && finite(e.Corrupted) && finite(e.Clean)):
		return fmt.Errorf("emphasis: %v for corrupted entries and %v for others: expected weights of 0 or more", e.Corrupted, e.Clean)
	case gaussian:
		return fmt.Errorf("emphasis with gaussian corruption: every entry is corrupted, so there is nothing to tell apart")
	case of.Likelihood.Kind == "categorical":
		return fmt.Errorf("emphasis with the categorical likelihood: the columns of a group are one variable and cannot be weighted apart")
	}
	return nil
}

// newCorrupter returns nil when the corruption changes nothing, which makes ν = 0
// the plain model. low and high are the extremes of each column, after scaling.
func newCorrupter[T kernels.Float](c Corruption, low, high []T) corrupter[T] {
	switch {
	case c.Kind == "gaussian" && c.Deviation > 0:
		return additive[T]{T(c.Deviation)}
	case c.Rate == 0:
		return nil
	case c.Kind == "masking":
		return masking[T]{keep: T(1 - c.Rate), scale: 1}
	case c.Kind == "dropout":
		return masking[T]{keep: T(1 - c.Rate), scale: T(1 / (1 - c.Rate))}
	case c.Kind == "salt-and-pepper":
		return saltAndPepper[T]{half: T(c.Rate / 2), rate: T(c.Rate), low: low, high: high}
	}
	return nil
}

// masking sets entries to 0 and multiplies the others by scale.
type masking[T kernels.Float] struct{ keep, scale T }

func (m masking[T]) corrupt(dst, src, mask kernels.Matrix[T], r kernels.Philox, pos uint64) {
	d, s := flat(dst), flat(src)
	kernels.Bernoulli(r, m.keep, d, pos)
	if mask.Rows > 0 {
		for i, keep := range d {
			flat(mask)[i] = 1 - keep
		}
	}
	kernels.Mul(d, d, s)
	if m.scale != 1 {
		kernels.Scale(d, m.scale, d)
	}
}

// additive adds normal noise to every entry.
type additive[T kernels.Float] struct{ deviation T }

func (a additive[T]) corrupt(dst, src, _ kernels.Matrix[T], r kernels.Philox, pos uint64) {
	kernels.Normal(r, flat(dst), pos)
	kernels.Axpby(1, flat(src), a.deviation, flat(dst))
}

// saltAndPepper sets entries to their column's least or greatest value.
type saltAndPepper[T kernels.Float] struct {
	half, rate T
	low, high  []T
}

func (c saltAndPepper[T]) corrupt(dst, src, mask kernels.Matrix[T], r kernels.Philox, pos uint64) {
	kernels.Uniform(r, flat(dst), pos)
	for i := range dst.Rows {
		d, s := dst.Row(i), src.Row(i)
		if mask.Rows > 0 {
			for j, u := range d {
				mask.Row(i)[j] = 0
				if u < c.rate {
					mask.Row(i)[j] = 1
				}
			}
		}
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
