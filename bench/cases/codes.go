package cases

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/autoencoder/psd"
	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// The codes' size: patches of 12×12 and a dictionary that is not quite twice complete.
const (
	codeRows, codeWidth, codeAtoms = 256, 144, 256
	codeDensity                    = 0.17
)

// codeProblem is rows, each a sum of some random atoms and noise, and the λ at which
// their codes have the density.
func codeProblem() (x, atoms kernels.Matrix[float32], lambda float64) {
	atoms, x = kernels.NewMatrix[float32](codeAtoms, codeWidth), kernels.NewMatrix[float32](codeRows, codeWidth)
	kernels.Normal(kernels.Philox{Seed: 1}, atoms.Data, 0)
	kernels.NormalizeRows(atoms, atoms)
	h, place := kernels.NewMatrix[float32](codeRows, codeAtoms), make([]int, 20*codeRows)
	kernels.IntN(kernels.Philox{Seed: 2}, codeAtoms, place, 0)
	amount := make([]float32, len(place))
	kernels.Normal(kernels.Philox{Seed: 3}, amount, 0)
	for i, j := range place {
		h.Row(i / 20)[j] = amount[i]
	}
	kernels.Normal(kernels.Philox{Seed: 4}, x.Data, 0)
	kernels.Gemm(false, false, 1, h, atoms, 0.1, x)
	low, high := 1e-3, 10.0
	for range 20 {
		lambda = (low + high) / 2
		codes, _ := solveCodes(x, atoms, sparsecode.Options{Lambda: lambda})()
		active := 0
		for _, v := range codes.Data {
			if v != 0 {
				active++
			}
		}
		if float64(active) > codeDensity*float64(len(codes.Data)) {
			low = lambda
		} else {
			high = lambda
		}
	}
	return x, atoms, lambda
}

// codeOptions are those that are measured: at this gap the objective is equal to
// scikit-learn's to 1e-6, which Setup checks.
func codeOptions(lambda float64, solver string) sparsecode.Options {
	return sparsecode.Options{Lambda: lambda, Solver: solver, Tolerance: 7e-4}
}

// solveCodes returns a function that finds the codes from zero.
func solveCodes(x, atoms kernels.Matrix[float32], o sparsecode.Options) func() (kernels.Matrix[float32], []sparsecode.Certificate) {
	coder, err := sparsecode.New(atoms, o)
	if err != nil {
		panic(err)
	}
	h, certs := kernels.NewMatrix[float32](x.Rows, atoms.Rows), make([]sparsecode.Certificate, x.Rows)
	return func() (kernels.Matrix[float32], []sparsecode.Certificate) {
		clear(h.Data)
		if err := coder.Solve(h, x, kernels.Matrix[float32]{}, certs); err != nil {
			panic(err)
		}
		return h, certs
	}
}

// objective is the mean objective of codes, in float64.
func objective(x, atoms, h kernels.Matrix[float32], lambda float64) float64 {
	certs := make([]sparsecode.Certificate, x.Rows)
	if err := sparsecode.Certify(atoms, sparsecode.Options{Lambda: lambda}, h, x, kernels.Matrix[float32]{}, certs); err != nil {
		panic(err)
	}
	sum := 0.0
	for _, c := range certs {
		sum += c.Objective / float64(len(certs))
	}
	return sum
}

// codesFromPython returns scikit-learn's contestants in both precisions, and tells by how
// much ours is worse, relative to the best of them.
func codesFromPython(py []*python.Worker, x, atoms kernels.Matrix[float32], lambda float64) (cs []harness.Contestant, worse float64) {
	ours, _ := solveCodes(x, atoms, codeOptions(lambda, "descent"))()
	own := objective(x, atoms, ours, lambda)
	worse = -1
	for _, w := range py {
		for _, dtype := range []string{"float64", "float32"} {
			c, err := w.Make("sklearn_codes.lasso_cd", inputs{"x": x, "atoms": atoms, "alpha": lambda / 2, "dtype": dtype})
			if err != nil {
				continue
			}
			if out, err := c.Result(); err == nil && len(out) == 1 && len(out[0]) == len(ours.Data) {
				h := kernels.NewMatrix[float32](x.Rows, atoms.Rows)
				kernels.Narrow(h.Data, out[0])
				worse = max(worse, own/objective(x, atoms, h, lambda)-1)
			}
			cs = append(cs, harness.Contestant{Name: c.Library + " lasso_cd " + dtype, Time: c.Time, Close: c.Close})
		}
	}
	return cs, worse
}

// codeCases compares certified codes at scikit-learn's objective, and the encoder alone.
func codeCases(py []*python.Worker) []harness.Case {
	size := fmt.Sprintf("%dx%d", codeAtoms, codeWidth)
	codes := harness.Case{
		Name: "codes/" + size, Table: "Sparse codes, atoms x width, 17 % active, one thread", Element: "float32",
		Work: codeRows, Unit: harness.Unit{Name: "rows/s", Scale: 1}, Measure: harness.Share, Bar: 5, Against: "sklearn",
		Setup: func() []harness.Contestant {
			x, atoms, lambda := codeProblem()
			rivals, worse := codesFromPython(py, x, atoms, lambda)
			name := reference
			if worse > 1e-6 {
				name += fmt.Sprintf(" (its objective is worse by %.1g)", worse)
			}
			run := func(name string, o sparsecode.Options) harness.Contestant {
				solve := solveCodes(x, atoms, o)
				return repeat(name, func() { solve() })
			}
			return append([]harness.Contestant{run(name, codeOptions(lambda, "descent")), run("lamina fista", codeOptions(lambda, "fista"))}, rivals...)
		},
	}
	const many = 1024
	predict := harness.Case{
		Name: "predict/" + size, Table: "The encoder of predictive sparse decomposition, one thread", Element: "float32",
		Work: many * codeAtoms * codeWidth, Unit: harness.Unit{Name: "rows/s", Scale: 1.0 / codeAtoms / codeWidth},
		Roof: roof[float32](), Measure: harness.Share, Bar: 0.6, Bars: []harness.Bar{{Least: 100, Against: "sklearn"}},
		Setup: func() []harness.Contestant {
			x, atoms, lambda := codeProblem()
			rows := kernels.NewMatrix[float32](many, codeWidth)
			for i := range many {
				copy(rows.Row(i), x.Row(i%codeRows))
			}
			var cs []harness.Contestant
			for _, c := range []struct{ name, encoder string }{{reference, "soft"}, {"lamina tanh", "tanh"}} {
				m, err := psd.New[float32](psd.Config{Inputs: codeWidth, Atoms: codeAtoms, Lambda: lambda, Gamma: 0.1, Encoder: c.encoder})
				if err == nil {
					_, err = m.Fit(context.Background(), tensorio.FromMatrix(x), psd.TrainConfig{Epochs: 1, LR: 1e-3})
				}
				if err != nil {
					panic(err)
				}
				f := kernels.NewMatrix[float32](many, codeAtoms)
				cs = append(cs, repeat(c.name, func() {
					if err := m.Predict(f, rows); err != nil {
						panic(err)
					}
				}))
			}
			rivals, _ := codesFromPython(py, rows, atoms, lambda)
			return append(cs, rivals...)
		},
	}
	return []harness.Case{codes, predict}
}
