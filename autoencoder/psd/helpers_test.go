package psd

import (
	"context"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

func normal[T kernels.Float](seed uint64, rows, cols int) kernels.Matrix[T] {
	m := kernels.NewMatrix[T](rows, cols)
	kernels.Normal(kernels.Philox{Seed: seed}, m.Data, 0)
	return m
}

// planted is rows that are each a sum of few atoms, and the atoms.
func planted[T kernels.Float](rows, d, k, active int) (x, atoms kernels.Matrix[T]) {
	atoms = normal[T](1, k, d)
	kernels.NormalizeRows(atoms, atoms)
	h, amount, place := kernels.NewMatrix[T](rows, k), make([]T, rows*active), make([]int, rows*active)
	kernels.Normal(kernels.Philox{Seed: 2}, amount, 0)
	kernels.IntN(kernels.Philox{Seed: 3}, k, place, 0)
	for i := range amount {
		h.Row(i / active)[place[i]] = amount[i]
	}
	x = kernels.NewMatrix[T](rows, d)
	kernels.Gemm(false, false, 1, h, atoms, 0, x)
	return x, atoms
}

// recovered is the part of the atoms that the model has, up to sign.
func recovered[T kernels.Float](m *Model[T], atoms kernels.Matrix[T]) float64 {
	cos := kernels.NewMatrix[T](atoms.Rows, m.config.Atoms)
	kernels.Gemm(false, true, 1, atoms, m.dictionary(), 0, cos)
	n := 0.0
	for i := range cos.Rows {
		if max(kernels.Max(cos.Row(i)), -kernels.Min(cos.Row(i))) >= 0.99 {
			n++
		}
	}
	return n / float64(atoms.Rows)
}

func fit[T kernels.Float](t testing.TB, c Config, tc TrainConfig, x kernels.Matrix[T]) (*Model[T], *History) {
	t.Helper()
	c.Inputs = x.Cols
	m, err := New[T](c)
	if err != nil {
		t.Fatal(err)
	}
	h, err := m.Fit(context.Background(), tensorio.FromMatrix(x), tc)
	if err != nil {
		t.Fatal(err)
	}
	return m, h
}

func small() Config { return Config{Atoms: 12, Lambda: 0.3, Gamma: 0.5, Encoder: "tanh"} }
