package psd

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

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
		squash(m.config.Encoder, s, spare)
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
	if err := m.checkRows("columns", x.Cols, m.config.Inputs); err != nil {
		return kernels.Matrix[T]{}, err
	}
	f := kernels.NewMatrix[T](x.Rows, m.config.Atoms)
	eachTile(x.Rows, func(lo, hi int) {
		z := kernels.NewMatrix[T](hi-lo, m.ready.Outputs())
		m.ready.Apply(z, x.RowRange(lo, hi))
		m.predict(z, f.RowRange(lo, hi), kernels.Matrix[T]{}, m.spare())
	})
	return f, nil
}

// Predict sets f, B×k, to the predicted codes of rows that are preprocessed already, as
// Prepare returns them: B×m. It is Encode's second half, without allocation of results.
func (m *Model[T]) Predict(f, z kernels.Matrix[T]) error {
	if err := m.fitted(); err != nil {
		return err
	}
	if z.Cols != m.ready.Outputs() || f.Rows != z.Rows || f.Cols != m.config.Atoms {
		return fmt.Errorf("psd: predictions are %d×%d and rows %d×%d, expected %d×%d and %d×%d",
			f.Rows, f.Cols, z.Rows, z.Cols, z.Rows, m.config.Atoms, z.Rows, m.ready.Outputs())
	}
	eachTile(z.Rows, func(lo, hi int) {
		m.predict(z.RowRange(lo, hi), f.RowRange(lo, hi), kernels.Matrix[T]{}, m.spare())
	})
	return nil
}

// spare is what the function of shrink needs; others need nothing.
func (m *Model[T]) spare() []T {
	if m.config.Encoder != "shrink" {
		return nil
	}
	return make([]T, m.config.Atoms)
}

// tileRows are rows whose codes stay in the cache from the product to the gain.
const tileRows = 64

// eachTile calls f for every tile of n rows, on up to GOMAXPROCS goroutines.
func eachTile(n int, f func(lo, hi int)) {
	tiles := (n + tileRows - 1) / tileRows
	var next atomic.Int64
	run := func() {
		for {
			t := int(next.Add(1)) - 1
			if t >= tiles {
				return
			}
			f(t*tileRows, min((t+1)*tileRows, n))
		}
	}
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), tiles) - 1 {
		wait.Go(run)
	}
	run()
	wait.Wait()
}

// Optimized is what Optimize found.
type Optimized[T kernels.Float] struct {
	Codes kernels.Matrix[T] // B×k
	// Certificates has one entry per row, computed in float64.
	Certificates []sparsecode.Certificate
	// SquaredErrors are ‖z − hD‖², which the certificates' objectives contain, computed
	// in T.
	SquaredErrors []float64
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
	kernels.Gemm(false, false, -1, r.Codes, m.dictionary(), 1, z)
	r.SquaredErrors = make([]float64, x.Rows)
	for i, c := range r.Certificates {
		r.SquaredErrors[i] = float64(kernels.Dot(z.Row(i), z.Row(i)))
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
