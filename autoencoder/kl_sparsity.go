package autoencoder

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// klSparsity is Ω = λ Σⱼ KL(ρ ‖ ρ̂ⱼ), where ρ̂ⱼ is the mean of sigmoid unit j over the
// batch and
//
//	KL(ρ ‖ ρ̂) = ρ log(ρ/ρ̂) + (1 − ρ) log((1 − ρ)/(1 − ρ̂))
//
// (Lee, Ekanadham and Ng 2008 have the idea, Ng's lecture notes on sparse
// autoencoders this form). It is a function of the batch, not of its rows; measures of
// many blocks take the mean over all rows.
type klSparsity[T kernels.Float] struct {
	lambda, target float64
	width          int
}

// target is ρ.
func (p Penalty) target() float64 {
	if p.Target == 0 {
		return 0.05
	}
	return p.Target
}

func (p Penalty) checkKL(c Config) error {
	switch {
	case p.Kind == "kl-prior" && c.Encoder.Kind != "gaussian":
		kind := c.Encoder.Kind
		if kind == "" {
			kind = "deterministic"
		}
		return fmt.Errorf("kl-prior penalty with the %s encoder: only a gaussian encoder has a density to compare with the prior", kind)
	case p.Kind == "kl-prior":
		return nil
	case c.codeUnit() != "sigmoid":
		return fmt.Errorf("kl-sparsity penalty with code activation %s: the units' means must be rates between 0 and 1, so use sigmoid", c.codeUnit())
	case !(p.Target >= 0 && p.Target < 1):
		return fmt.Errorf("penalty kl-sparsity: target %v: expected 0 < ρ < 1", p.Target)
	}
	return nil
}

// scratch: the units' means, or their gradients.
func (k klSparsity[T]) size(int) int { return k.width }
func (klSparsity[T]) slopes() bool   { return false }
func (k klSparsity[T]) units() int   { return k.width }

func (klSparsity[T]) prior() (float64, bool) { return 0, false }

// rate keeps a mean from 0 and 1, where KL is infinite: saturated units of float32 are
// there.
func rate(mean float64) float64 { return min(max(mean, 0x1p-40), 1-0x1p-40) }

// omega is Ω from the units' sums.
func (k klSparsity[T]) omega(sum func(j int) float64, rows int) float64 {
	total, rho := 0.0, k.target
	for j := range k.width {
		r := rate(sum(j) / float64(rows))
		total += float64(rho*logOf(rho/r)) + float64((1-rho)*logOf((1-rho)/(1-r)))
	}
	return float64(k.lambda * total)
}

func (k klSparsity[T]) value(_ []T, ws *workspace[T], buf []T) float64 {
	clear(buf)
	kernels.ColSums(buf, ws.code())
	rows := ws.x.Rows
	return float64(rows) * k.omega(func(j int) float64 { return float64(buf[j]) }, rows)
}

func (k klSparsity[T]) grad(scale T, p, _ []T, ws *workspace[T], buf []T) float64 {
	v := k.value(p, ws, buf)
	for j, sum := range buf {
		r := rate(float64(sum) / float64(ws.x.Rows))
		buf[j] = T(k.lambda*((1-k.target)/(1-r)-k.target/r)) * scale
	}
	kernels.AddRow(ws.codeGrad(), buf)
	return v
}

func (k klSparsity[T]) add(sums []float64, h kernels.Matrix[T]) {
	for i := range h.Rows {
		for j, v := range h.Row(i) {
			sums[j] += float64(v)
		}
	}
}

func (k klSparsity[T]) pool(sums []float64, rows int) float64 {
	return float64(rows) * k.omega(func(j int) float64 { return sums[j] }, rows)
}
