package autoencoder

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// Jacobian returns J(x) = ∂f/∂x for every row of x, B×d: matrices of k×d for k code
// units, in the data's own units, so that f(x+δ) ≈ f(x) + Jδ. A row's Jacobian has the
// same bits whatever rows it comes with. The error tells that x has the wrong width.
func (m *Model[T]) Jacobian(x kernels.Matrix[T]) ([]kernels.Matrix[T], error) {
	all := make([]kernels.Matrix[T], x.Rows)
	err := m.eachJacobian(x, func(i int, j kernels.Matrix[T]) error {
		all[i] = kernels.NewMatrix[T](j.Rows, j.Cols)
		for u := range j.Rows {
			if m.scaling.Scale == nil {
				copy(all[i].Row(u), j.Row(u))
			} else {
				kernels.Div(all[i].Row(u), j.Row(u), m.scaling.Scale)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// A TangentSpace is what the encoder's Jacobian at a row tells of the manifold that
// the data are near: an encoder that was taught to be insensitive keeps answering along the manifold,
// since it must tell rows of the data apart, and hardly answers off it (Rifai et al.,
// "The manifold tangent classifier", NIPS 2011).
type TangentSpace struct {
	// Directions is k×d. Its rows are orthonormal in the data's units, and the first j of
	// them span what the j leading right singular vectors of J span.
	Directions kernels.Matrix[float64]
	// Spectrum has all min(k, d) singular values of J, descending.
	Spectrum []float64
}

// dimensionShare is the share of ‖J‖²_F that Dimension accounts for.
const dimensionShare = 0.95

// Dimension is the local dimension of the manifold as the spectrum has it: the
// least number of singular values whose squares sum to 95 % of all, ‖J‖²_F. It is 0 where J
// is 0.
func (t TangentSpace) Dimension() int {
	total, sum := 0.0, 0.0
	for _, s := range t.Spectrum {
		total += float64(s * s)
	}
	for i, s := range t.Spectrum {
		if sum >= dimensionShare*total {
			return i
		}
		sum += float64(s * s)
	}
	return len(t.Spectrum)
}

// Tangents returns the tangent space at every row of x, B×d in the data's units, with
// k directions: the leading right singular vectors of the Jacobian.
//
// Singular values and vectors are those of f as the network sees x, after scaling,
// where columns of different units can be compared. The directions are then brought
// back to the data's units, where they are made orthonormal again, in their order. The error names k, or a row whose
// Jacobian is not finite, or is that of ctx.
func (m *Model[T]) Tangents(ctx context.Context, x kernels.Matrix[T], k int) ([]TangentSpace, error) {
	if most := min(m.Inputs(), m.CodeSize()); k < 1 || k > most {
		return nil, fmt.Errorf("autoencoder: tangents: k %d: expected 1 to %d, which is as many directions as the Jacobian has", k, most)
	}
	spaces := make([]TangentSpace, x.Rows)
	err := m.eachJacobian(x, func(i int, j kernels.Matrix[T]) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		wide := mat.NewDense(j.Rows, j.Cols, nil)
		for r := range j.Rows {
			for c, v := range j.Row(r) {
				if !finite(v) {
					return fmt.Errorf("autoencoder: tangents: the Jacobian at row %d is not finite", i+1)
				}
				wide.Set(r, c, float64(v))
			}
		}
		var svd mat.SVD
		if !svd.Factorize(wide, mat.SVDThin) {
			return fmt.Errorf("autoencoder: tangents: no singular values at row %d", i+1)
		}
		var v mat.Dense
		svd.VTo(&v)
		t := TangentSpace{Directions: kernels.NewMatrix[float64](k, j.Cols), Spectrum: svd.Values(nil)}
		for r := range k {
			row := t.Directions.Row(r)
			for c := range row {
				row[c] = v.At(c, r)
				if m.scaling.Scale != nil {
					row[c] *= float64(m.scaling.Scale[c])
				}
			}
		}
		orthonormalise(t.Directions)
		spaces[i] = t
		return nil
	})
	if err != nil {
		return nil, err
	}
	return spaces, nil
}

// JacobianNorms returns ‖J(x)‖_F for every row of x, B×d in the data's units, where J
// is that of the contractive penalty: of f as the network sees x, after
// scaling. A row's norm has the same bits whatever rows it comes with. Of a trained
// model it tells how little the code changes with x.
func (m *Model[T]) JacobianNorms(x kernels.Matrix[T]) ([]T, error) {
	squares := make([]float64, x.Rows)
	encoder := m.net.layers[:m.net.encoders]
	norm := exactNorm(encoder)
	buf := make([]T, slopesSize(encoder, blockRows)+norm.size(blockRows, false))
	err := m.eachSlopes(x, buf, func(lo, hi int, s slopes[T], rest []T) error {
		norm.sum(0, m.params, nil, s, slopes[T]{}, probePlace{}, squares[lo:hi], rest)
		return nil
	})
	if err != nil {
		return nil, err
	}
	norms := make([]T, x.Rows)
	for i, v := range squares {
		norms[i] = T(math.Sqrt(v))
	}
	return norms, nil
}

// eachJacobian calls f with the Jacobian of every row of x, k×d for the scaled x. It
// is f's only until it returns.
func (m *Model[T]) eachJacobian(x kernels.Matrix[T], f func(i int, j kernels.Matrix[T]) error) error {
	encoder := m.net.layers[:m.net.encoders]
	k, widest := m.CodeSize(), m.Inputs()
	for _, l := range encoder {
		widest = max(widest, l.Out)
	}
	buf, a, b := make([]T, slopesSize(encoder, blockRows)), make([]T, k*widest), make([]T, k*widest)
	return m.eachSlopes(x, buf, func(lo, hi int, s slopes[T], _ []T) error {
		for i := range hi - lo {
			if err := f(lo+i, m.rowJacobian(s, i, a, b)); err != nil {
				return err
			}
		}
		return nil
	})
}

// rowJacobian is J = D_L W_Lᵀ … D₁ W₁ᵀ at row i, from the code on, in one of two spaces.
func (m *Model[T]) rowJacobian(s slopes[T], i int, a, b []T) kernels.Matrix[T] {
	square := func(buf []T, cols int) kernels.Matrix[T] {
		return kernels.Matrix[T]{Rows: m.CodeSize(), Cols: cols, Stride: cols, Data: buf[:m.CodeSize()*cols]}
	}
	last := len(s.layers) - 1
	j := square(a, s.layers[last].In)
	kernels.Transpose(j, nn.Mat(m.params, s.layers[last].W))
	kernels.ScaleRows(j, s.first(last).Row(i))
	for l := last - 1; l >= 0; l-- {
		kernels.ScaleCols(j, s.first(l).Row(i))
		a, b = b, a
		next := square(a, s.layers[l].In)
		kernels.Gemm(false, true, 1, j, nn.Mat(m.params, s.layers[l].W), 0, next)
		j = next
	}
	return j
}

// eachSlopes encodes x block by block, in turn, and calls f with the slopes of the
// encoder's layers at rows lo to hi. They are the beginning of buf, and rest is what is left.
func (m *Model[T]) eachSlopes(x kernels.Matrix[T], buf []T, f func(lo, hi int, s slopes[T], rest []T) error) error {
	if err := m.ready("columns", x.Cols, m.Inputs()); err != nil {
		return err
	}
	ws := m.spaces.get(encoderHalf, min(x.Rows, blockRows), m.net)
	defer m.spaces.put(ws)
	ws.serial = false
	for lo := 0; lo < x.Rows; lo += blockRows {
		hi := min(lo+blockRows, x.Rows)
		ws.use(hi - lo)
		m.scaleIn(ws, x, lo)
		m.net.encode(m.params, ws)
		s, rest := takeSlopes(m.net.layers[:m.net.encoders], hi-lo, buf)
		m.net.setSlopes(s, ws, false)
		if err := f(lo, hi, s, rest); err != nil {
			return err
		}
	}
	return nil
}
