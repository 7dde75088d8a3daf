package autoencoder

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// binary is rows of zeros and ones in which every column has both.
func binary(rows, d int) kernels.Matrix[float64] {
	x := kernels.NewMatrix[float64](rows, d)
	for i := range rows {
		for j := range d {
			x.Row(i)[j] = float64((i*7 + j*i/3) % 2)
		}
	}
	return x
}

func bernoulli(t *testing.T, d int, scaling string) *Model[float64] {
	t.Helper()
	return newModel[float64](t, Config{Inputs: d, Layers: []int{4, 2}, Scaling: scaling,
		Likelihood: nn.LikelihoodSpec{Kind: "bernoulli"}})
}

// A value that a Bernoulli never takes is refused wherever it is.
func TestBernoulliRefusesWhatItCannotScore(t *testing.T) {
	const rows, d = blockRows + 50, 3
	ctx, c := context.Background(), quick()
	x := binary(rows, d)
	m := bernoulli(t, d, "none")
	fit(t, m, x, c)
	train, heldOut, err := Split(rows, c.HeldOut, c.Seed)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []int{train[3], heldOut[5], rows - 1} {
		x.Row(row)[1] = 5
		data, err := tensorio.NewDense(x, tensorio.Info{Columns: []string{"a", "b", "c"}})
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("row %d, column 2 (b) is 5: the bernoulli likelihood needs values from 0 to 1; train with", row+1)
		for what, err := range map[string]error{
			"Fit":       second(bernoulli(t, d, "none").Fit(ctx, data, c)),
			"Evaluate":  second(m.Evaluate(ctx, data)),
			"ScoreData": m.ScoreData(ctx, data, func(int, []RowScore) error { return nil }),
		} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want %q", what, err, want)
			}
		}
		want = fmt.Sprintf("row %d, column 2 is 5", row+1)
		if _, err := m.Score(x); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Score: got %v, want %q", err, want)
		}
		x.Row(row)[1] = 1
	}
}

// Behind min-max scaling, a value beyond those of the training rows counts as the
// nearest of them in −log p, and as itself in the squared error.
func TestBernoulliBeyondTheTrainingRows(t *testing.T) {
	const rows, d = 60, 3
	c := quick()
	x := binary(rows, d)
	_, heldOut, err := Split(rows, c.HeldOut, c.Seed)
	if err != nil {
		t.Fatal(err)
	}
	evaluate := func(v float64) (Epoch, []RowScore, bool) {
		x.Row(heldOut[0])[1] = v
		m := bernoulli(t, d, "min-max")
		// A code that does not see x: what differs is the target.
		clear(m.params[:m.net.layers[0].W.Len()])
		c.LR = 1e-300
		h := fit(t, m, x, c)
		scores, err := m.Score(x.RowRange(heldOut[0], heldOut[0]+1))
		if err != nil {
			t.Fatal(err)
		}
		return h.Epochs[0], scores, h.CrossEntropy
	}
	one, oneScore, _ := evaluate(1)
	five, fiveScore, crossEntropy := evaluate(5)
	if crossEntropy || five.HeldOut.NegLog != one.HeldOut.NegLog || fiveScore[0].NegLog != oneScore[0].NegLog {
		t.Errorf("5 gives %v and %v, 1 gives %v and %v", five.HeldOut.NegLog, fiveScore, one.HeldOut.NegLog, oneScore)
	}
	if five.SquaredError < one.SquaredError+1 || fiveScore[0].SquaredError < oneScore[0].SquaredError+10 {
		t.Errorf("squared error of 5 %v, of 1 %v", five.SquaredError, one.SquaredError)
	}
}
