package psd

import (
	"fmt"

	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// blockRows is how many rows are computed at a time. No result depends on it.
const blockRows = 256

// predict sets f to f(z) = g∘s(zW + b). z is B×m, f and pre are B×k; pre gets the
// pre-activations, or has no rows.
func (m *Model[T]) predict(z, f, pre kernels.Matrix[T], spare []T) {
	m.units(z, f, pre, spare)
	kernels.ScaleCols(f, nn.Vec(m.params, m.slots.gain))
}

// units is predict without the gain.
func (m *Model[T]) units(z, s, pre kernels.Matrix[T], spare []T) {
	act := kernels.ActIdentity
	fused := m.config.Encoder == "tanh" && pre.Rows == 0
	if fused {
		act = kernels.ActTanh
	}
	kernels.GemmBias(false, false, 1, z, nn.Mat(m.params, m.slots.weight), nn.Vec(m.params, m.slots.bias), act, s)
	if pre.Rows > 0 {
		for i := range s.Rows {
			copy(pre.Row(i), s.Row(i))
		}
	}
	if !fused {
		smooth(m.config.Encoder, s, spare)
	}
}

// Prepare returns the rows as the dictionary and the encoder see them: B×d in the
// data's units become B×m, preprocessed. constant is how many of them have no contrast.
func (m *Model[T]) Prepare(x kernels.Matrix[T]) (z kernels.Matrix[T], constant int, err error) {
	if err := m.checkRows("columns", x.Cols, m.config.Inputs); err != nil {
		return z, 0, err
	}
	z = kernels.NewMatrix[T](x.Rows, m.ready.Outputs())
	return z, m.ready.Apply(z, x), nil
}

// Encode returns f(x), the predicted codes, which is all that inference needs. x is
// B×d in the data's units, the result B×k. A row's code has the same bits whatever rows
// it comes with.
func (m *Model[T]) Encode(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	z, _, err := m.Prepare(x)
	if err != nil {
		return kernels.Matrix[T]{}, err
	}
	f := kernels.NewMatrix[T](x.Rows, m.config.Atoms)
	m.predict(z, f, kernels.Matrix[T]{}, make([]T, m.config.Atoms))
	return f, nil
}

// Optimized is what Optimize found.
type Optimized[T kernels.Float] struct {
	Codes kernels.Matrix[T] // B×k
	// Certificates has one entry per row, computed in float64.
	Certificates []sparsecode.Certificate
	// Missed counts the rows whose gap is above the tolerance; their codes are the best
	// that were found.
	Missed int
	// Constant counts the rows without contrast.
	Constant int
}

// Optimize returns codes that minimise
//
//	‖z − hD‖² + λ‖h‖₁ + γ‖h − f(x)‖²
//
// for the preprocessed rows z, warm-started at f(x), each with a certificate. Of o,
// Solver, Tolerance and MaxIterations count; λ and γ are the model's unless o.Lambda is
// set: then they are o's. x is B×d in the data's units.
func (m *Model[T]) Optimize(x kernels.Matrix[T], o sparsecode.Options) (*Optimized[T], error) {
	z, constant, err := m.Prepare(x)
	if err != nil {
		return nil, err
	}
	if o.Lambda == 0 {
		o.Lambda, o.Gamma = m.config.Lambda, m.config.Gamma
	}
	coder, err := sparsecode.New(m.dictionary(), o)
	if err != nil {
		return nil, fmt.Errorf("psd: %w", err)
	}
	k := m.config.Atoms
	f := kernels.NewMatrix[T](x.Rows, k)
	m.predict(z, f, kernels.Matrix[T]{}, make([]T, k))
	r := &Optimized[T]{Codes: kernels.NewMatrix[T](x.Rows, k), Certificates: make([]sparsecode.Certificate, x.Rows), Constant: constant}
	copy(r.Codes.Data, f.Data)
	err = coder.Solve(r.Codes, z, f, r.Certificates)
	if err == nil {
		err = sparsecode.Certify(m.dictionary(), o, r.Codes, z, f, r.Certificates)
	}
	if err != nil {
		return nil, fmt.Errorf("psd: %w", err)
	}
	for _, c := range r.Certificates {
		if !c.Reached {
			r.Missed++
		}
	}
	return r, nil
}

// Decode returns hD in the data's space, B×d: in its own units if the preprocessing can
// be undone (see preprocess.Pipeline.Linear), else with normalised contrast. h is B×k.
func (m *Model[T]) Decode(h kernels.Matrix[T]) (kernels.Matrix[T], error) {
	if err := m.checkRows("code units", h.Cols, m.config.Atoms); err != nil {
		return kernels.Matrix[T]{}, err
	}
	z, r := kernels.NewMatrix[T](h.Rows, m.ready.Outputs()), kernels.NewMatrix[T](h.Rows, m.config.Inputs)
	kernels.Gemm(false, false, 1, h, m.dictionary(), 0, z)
	m.ready.Invert(r, z)
	return r, nil
}

// Reconstruct is Decode of Encode.
func (m *Model[T]) Reconstruct(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	f, err := m.Encode(x)
	if err != nil {
		return f, err
	}
	return m.Decode(f)
}
