package autoencoder

import (
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// A penalizer computes one penalty Ω from a forward pass of the encoder. The
// workspace holds the pass, ws.in and ws.out; buf is scratch of the length that size
// gives, kept between calls.
type penalizer[T kernels.Float] interface {
	// size is the length of the scratch for blocks of up to rows rows.
	size(rows int) int
	// slopes tells that grad adds to ws.pre.
	slopes() bool
	// value returns Ω summed over the rows of the pass.
	value(p []T, ws *workspace[T], buf []T) float64
	// grad is value, and adds scale·∂Ω to gradients: by the code to ws.codeGrad(), by
	// the pre-activation of encoder layer i to ws.pre[i], and what depends on the
	// parameters directly to g.
	grad(scale T, p, g []T, ws *workspace[T], buf []T) float64
	// prior returns the constant that makes Ω a −log p(h) for one row, if Ω has
	// that reading.
	prior() (constant float64, ok bool)
}

// pooled is a penalizer of the units' mean activities over all rows. Its value and
// gradient are those of the block's rows; sums over blocks make the value of all.
type pooled[T kernels.Float] interface {
	// units is the number of units.
	units() int
	// add adds the units' activities to sums.
	add(sums []float64, h kernels.Matrix[T])
	// pool returns Ω, as value does, from the sums over that many rows.
	pool(sums []float64, rows int) float64
}

var penalties = []string{"l1", "contractive", "higher-order", "kl-sparsity", "kl-prior"}

// PenaltyKinds lists the kinds of penalty.
func PenaltyKinds() []string { return append([]string(nil), penalties...) }

func (p Penalty) check(c Config) error {
	switch p.Kind {
	case "l1":
	case "kl-sparsity", "kl-prior":
		if err := p.checkKL(c); err != nil {
			return err
		}
	case "contractive", "higher-order":
	default:
		return fmt.Errorf("unknown penalty %q: choose one of %s", p.Kind, strings.Join(penalties, ", "))
	}
	if !(p.Weight >= 0) || p.Weight-p.Weight != 0 {
		return fmt.Errorf("penalty %s: weight %v: expected λ ≥ 0", p.Kind, p.Weight)
	}
	return p.checkJacobian(c)
}

// newPenalizer builds a checked penalty for a network that has its encoder.
func newPenalizer[T kernels.Float](p Penalty, n *network[T]) penalizer[T] {
	last := n.layers[n.encoders-1]
	switch p.Kind {
	case "l1":
		return l1[T]{lambda: p.Weight, width: last.Out}
	case "kl-sparsity":
		return klSparsity[T]{lambda: p.Weight, target: p.target(), width: last.Out}
	case "kl-prior":
		return klPrior[T]{beta: p.Weight, width: last.Out}
	}
	return newJacobian(p, n)
}
