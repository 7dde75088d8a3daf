package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// closedForm is Σₗ ‖Jₗ‖²_F over layers, Jₗ = Dₗ Wₗᵀ the Jacobian of a single one:
//
//	‖Jₗ‖²_F = Σⱼ s′(aⱼ)² ‖Wⱼ‖²        Wⱼ the j-th column of W
//
// (Rifai et al. 2011, for any activation), which for an encoder of one layer is ‖J‖²_F. With a pair,
// s′ is the difference of the two.
type closedForm[T kernels.Float] struct{ layers []nn.Dense[T] }

// scratch: ‖Wⱼ‖², Σ over rows of s′², differences, and sums that are not wanted.
func (c closedForm[T]) size(int, bool) int {
	widest := 0
	for _, l := range c.layers {
		widest = max(widest, l.Out)
	}
	return 4 * widest
}

func (closedForm[T]) band(rows int) int { return min(rows, bandRows) }

func (c closedForm[T]) sum(scale T, p, g []T, a, b slopes[T], _ probePlace, each []float64, buf []T) float64 {
	sum := 0.0
	for l, layer := range c.layers {
		k, weights := layer.Out, nn.Mat(p, layer.W)
		w, s, diff, unwanted := buf[:k], buf[k:2*k], buf[2*k:3*k], buf[3*k:4*k]
		kernels.ColSquaredNorms(w, weights)
		clear(s)
		for lo, band := 0, a.bandRows(bandRows); lo < a.rows; lo += band {
			a := a.band(lo, min(lo+band, a.rows))
			a.load(l)
			for i := range a.rows {
				d := a.first(l).Row(i)
				if b.rows > 0 {
					kernels.Sub(diff, d, b.first(l).Row(i))
					d = diff
					if scale != 0 {
						kernels.JacobianRow(-scale, d, b.second(l).Row(i), w, unwanted, b.grad(l).Row(i))
					}
				}
				v := float64(kernels.JacobianRow(scale, d, a.second(l).Row(i), w, s, a.grad(l).Row(i)))
				sum += v
				if each != nil {
					each[lo+i] += v
				}
			}
			a.flush(l)
		}
		if scale != 0 { // dWᵢⱼ += scale·2·Wᵢⱼ·sⱼ
			kernels.AxpyCols(T(2*scale), weights, s, nn.Mat(g, layer.W))
		}
	}
	return sum
}
