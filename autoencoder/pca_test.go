package autoencoder

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// principal returns the d×k leading directions of x by gonum's stat.PC.
func principal(t *testing.T, x kernels.Matrix[float64], k int) *mat.Dense {
	t.Helper()
	var pc stat.PC
	if !pc.PrincipalComponents(mat.NewDense(x.Rows, x.Cols, x.Data), nil) {
		t.Fatal("stat.PC failed")
	}
	var v mat.Dense
	pc.VectorsTo(&v)
	return mat.DenseCopyOf(v.Slice(0, x.Cols, 0, k))
}

// A linear autoencoder of squared error spans the PCA subspace: the largest
// principal angle between the decoder's columns and the leading components.
func TestLinearModelReachesThePCASubspace(t *testing.T) {
	const rows, d, k = 120, 6, 2
	x := curve[float64](3, rows, d)
	for i := range x.Data {
		x.Data[i] -= 5 // nearly centred, for quick convergence
	}
	m := newModel[float64](t, Config{Inputs: d, Layers: []int{k}, Scaling: "none", Seed: 1})
	fit(t, m, x, TrainConfig{Epochs: 4000, Batch: rows, LR: 1e-2,
		Optimizer: nn.OptimizerSpec{Kind: "sgd", Momentum: 0.95}})
	w := m.Weights()["decoder.0.weight"] // k×d
	if angle := largestAngle(t, w, principal(t, x, k)); !(angle <= 1e-3) {
		t.Errorf("largest principal angle %v", angle)
	}
}

// largestAngle is the largest principal angle between the spans of the rows of w and of
// v's columns.
func largestAngle[T kernels.Float](t *testing.T, w kernels.Matrix[T], v *mat.Dense) float64 {
	t.Helper()
	k, d := w.Rows, w.Cols
	rows := mat.NewDense(k, d, nil)
	for i := range k {
		for j, x := range w.Row(i) {
			rows.Set(i, j, float64(x))
		}
	}
	var qr mat.QR
	qr.Factorize(rows.T())
	var q, overlap mat.Dense
	qr.QTo(&q)
	overlap.Mul(q.Slice(0, d, 0, k).T(), v)
	var svd mat.SVD
	if !svd.Factorize(&overlap, mat.SVDNone) {
		t.Fatal("SVD failed")
	}
	return math.Acos(math.Min(svd.Values(nil)[k-1], 1))
}

func TestPCAErrorAgainstStatPC(t *testing.T) {
	const d, k = 7, 3
	x := curve[float64](5, 400, d)
	train, heldOut, err := Split(x.Rows, 0.25, 1)
	if err != nil {
		t.Fatal(err)
	}
	data := tensorio.FromMatrix(x)
	for _, k := range []int{1, k, d, d + 5} {
		got, err := PCAError(context.Background(), data, train, heldOut, k)
		if err != nil {
			t.Fatal(err)
		}
		k = min(k, d)
		fitted, err := tensorio.ReadAll(tensorio.Subset(data, train))
		if err != nil {
			t.Fatal(err)
		}
		v := principal(t, fitted, k)
		mean := make([]float64, d)
		for i := range fitted.Rows {
			for j, value := range fitted.Row(i) {
				mean[j] += value / float64(fitted.Rows)
			}
		}
		want := 0.0
		for _, i := range heldOut {
			row := mat.NewVecDense(d, nil)
			for j, value := range x.Row(i) {
				row.SetVec(j, value-mean[j])
			}
			var code, back mat.VecDense
			code.MulVec(v.T(), row)
			back.MulVec(v, &code)
			row.SubVec(row, &back)
			want += mat.Dot(row, row) / float64(len(heldOut))
		}
		near(t, "PCA's squared error", got, want, 1e-9)
	}
}

// Subspace iteration finds what the whole covariance gives, also with fewer rows
// than columns and with data of low rank.
func TestWidePCA(t *testing.T) {
	defer func(n int) { exactColumns = n }(exactColumns)
	spectrum := uniform[float64](9, 150, 90)
	for i := range spectrum.Data {
		spectrum.Data[i] *= 1 / float64(1+i%90)
	}
	ctx := context.Background()
	for name, x := range map[string]kernels.Matrix[float64]{
		"low rank":      curve[float64](5, 150, 90),
		"decaying":      spectrum,
		"flat":          uniform[float64](7, 150, 90),
		"few rows":      uniform[float64](8, 40, 90),
		"hardly varies": kernels.NewMatrix[float64](50, 90),
	} {
		train, heldOut, err := Split(x.Rows, 0.2, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range []int{1, 8, 60, 90} {
			if k < 90 && k >= len(train) {
				continue // components without variance are any
			}
			var got [2]float64
			for i, n := range []int{1024, 50} {
				exactColumns = n
				if got[i], err = PCAError(ctx, tensorio.FromMatrix(x), train, heldOut, k); err != nil {
					t.Fatal(err)
				}
			}
			near(t, name, got[1], got[0], 2e-3)
		}
	}
}
