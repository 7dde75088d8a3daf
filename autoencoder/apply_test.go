package autoencoder

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// A row has the same code, reconstruction and score alone, among others, from a
// data set, and from many goroutines at once.
func TestBatchInvarianceAndConcurrency(t *testing.T) {
	const rows = blockRows + 37
	x := curve[float32](1, rows, 9)
	m := newModel[float32](t, variant(t, "plain", 9, 16, 3))
	fit(t, m, x, quick())
	h, err := m.Encode(x)
	if err != nil {
		t.Fatal(err)
	}
	r, _ := m.Reconstruct(x)
	decoded, _ := m.Decode(h)
	equalBits(t, "Decode(Encode(x)) and Reconstruct(x)", decoded.Data, r.Data)
	scores, _ := m.Score(x)

	var wait sync.WaitGroup
	for g := range 8 {
		wait.Go(func() {
			for i := g; i < rows; i += 8 {
				one := x.RowRange(i, i+1)
				hi, err := m.Encode(one)
				if err != nil {
					t.Error(err)
					return
				}
				ri, _ := m.Reconstruct(one)
				si, _ := m.Score(one)
				for j, v := range hi.Data {
					if v != h.Row(i)[j] {
						t.Errorf("row %d has another code alone", i)
						return
					}
				}
				for j, v := range ri.Data {
					if v != r.Row(i)[j] {
						t.Errorf("row %d has another reconstruction alone", i)
						return
					}
				}
				if si[0] != scores[i] {
					t.Errorf("row %d has another score alone: %v and %v", i, si[0], scores[i])
					return
				}
			}
		})
	}
	wait.Wait()

	ctx, data := context.Background(), tensorio.FromMatrix(x)
	all := kernels.NewMatrix[float32](rows, 3)
	if err := m.EncodeData(ctx, data, func(lo int, part kernels.Matrix[float32]) error {
		copyRows(all.RowRange(lo, lo+part.Rows), part)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	equalBits(t, "EncodeData", all.Data, h.Data)
	seen := 0
	if err := m.ScoreData(ctx, data, func(lo int, part []RowScore) error {
		for i, s := range part {
			if s != scores[lo+i] {
				t.Fatalf("ScoreData: row %d", lo+i)
			}
			seen++
		}
		return nil
	}); err != nil || seen != rows {
		t.Fatalf("ScoreData saw %d rows: %v", seen, err)
	}
}

// The Into methods write what the others return, and allocate nothing: for one row, for
// one block and for blocks that cores compute at once.
func TestInto(t *testing.T) {
	m := newModel[float32](t, variant(t, "plain", 9, 16, 3))
	fit(t, m, curve[float32](1, 100, 9), quick())
	for _, rows := range []int{0, 1, 50, 4 * blockRows} {
		for _, procs := range []int{1, 2} {
			old := runtime.GOMAXPROCS(procs)
			x := curve[float32](2, rows, 9)
			h, r := kernels.NewMatrix[float32](rows, 3), kernels.NewMatrix[float32](rows, 9)
			for _, c := range []struct {
				name      string
				from, got kernels.Matrix[float32]
				fresh     func(kernels.Matrix[float32]) (kernels.Matrix[float32], error)
				into      func(dst, src kernels.Matrix[float32]) error
			}{
				{"Encode", x, h, m.Encode, m.EncodeInto},
				{"Decode", h, r, m.Decode, m.DecodeInto},
				{"Reconstruct", x, r, m.Reconstruct, m.ReconstructInto},
			} {
				want, err := c.fresh(c.from)
				if err != nil {
					t.Fatal(err)
				}
				n := allocations(func() {
					if err := c.into(c.got, c.from); err != nil {
						t.Fatal(err)
					}
				})
				equalBits(t, c.name, c.got.Data, want.Data)
				if n != 0 && !raceEnabled {
					t.Errorf("%sInto of %d rows, GOMAXPROCS %d: %d allocations", c.name, rows, procs, n)
				}
			}
			runtime.GOMAXPROCS(old)
		}
	}
	x := curve[float32](2, 2, 9)
	err := m.EncodeInto(kernels.NewMatrix[float32](2, 4), x)
	if err == nil || err.Error() != "autoencoder: the result is to be 2×4, expected 2×3" {
		t.Errorf("EncodeInto: %v", err)
	}
	// In place.
	want, _ := m.Reconstruct(x)
	if err := m.ReconstructInto(x, x); err != nil {
		t.Fatal(err)
	}
	equalBits(t, "in place", x.Data, want.Data)
}

// Squared errors are in the data's units, whatever the scaling.
func TestSquaredErrorIsInTheDatasUnits(t *testing.T) {
	x := curve[float64](1, 50, 4)
	for _, scaling := range Scalings() {
		m := newModel[float64](t, Config{Inputs: 4, Layers: []int{3}, Scaling: scaling})
		fit(t, m, x, quick())
		r, _ := m.Reconstruct(x)
		scores, _ := m.Score(x)
		mean := 0.0
		for i := range x.Rows {
			want := kernels.SquaredDistance(r.Row(i), x.Row(i))
			near(t, scaling, scores[i].SquaredError, want, 1e-12)
			mean += want / float64(x.Rows)
		}
		e, err := m.Evaluate(context.Background(), tensorio.FromMatrix(x))
		if err != nil {
			t.Fatal(err)
		}
		near(t, scaling+": mean", e.SquaredError, mean, 1e-12)
	}
}

// Scaling is fitted to the training rows alone.
func TestScalingUsesTrainingRowsOnly(t *testing.T) {
	x := curve[float64](1, 50, 2)
	_, heldOut, err := Split(50, 0.2, quick().Seed)
	if err != nil {
		t.Fatal(err)
	}
	x.Row(heldOut[3])[1] = 1000
	m := newModel[float64](t, variant(t, "plain", 2, 3, 1))
	fit(t, m, x, quick())
	if s := m.Scaling(); s.Shift[1]+s.Scale[1] > 100 {
		t.Errorf("scaling %+v saw a held-out row", s)
	}
}

// Grey values under the Bernoulli likelihood are reported as a cross-entropy;
// zeros and ones as a log-likelihood, which is that of the means.
func TestBernoulliReports(t *testing.T) {
	x := uniform[float64](1, 60, 5)
	c := Config{Inputs: 5, Layers: []int{4, 2}, Likelihood: nn.LikelihoodSpec{Kind: "bernoulli"}}
	h := fit(t, newModel[float64](t, c), x, quick())
	if h.Criterion() != "cross-entropy" {
		t.Errorf("grey values: %s", h.Criterion())
	}
	for i, v := range x.Data {
		x.Data[i] = math.Round(v)
	}
	m := newModel[float64](t, c)
	if h = fit(t, m, x, quick()); h.Criterion() != "negative log-likelihood" {
		t.Errorf("zeros and ones: %s", h.Criterion())
	}
	r, _ := m.Reconstruct(x)
	scores, _ := m.Score(x)
	want := 0.0
	for j, p := range r.Row(0) {
		want -= math.Log(x.Row(0)[j]*p + (1-x.Row(0)[j])*(1-p))
	}
	near(t, "−log p", scores[0].NegLog, want, 1e-12)
}

func TestCorruptionRates(t *testing.T) {
	const rows, d = 200, 50
	x := uniform[float64](1, rows, d)
	low, high := make([]float64, d), make([]float64, d)
	for j := range d {
		low[j], high[j] = -1, 2
	}
	out := kernels.NewMatrix[float64](rows, d)
	count := func(value float64) float64 {
		n := 0.0
		for _, v := range out.Data {
			if v == value {
				n++
			}
		}
		return n / float64(len(out.Data))
	}
	newCorrupter(Corruption{Kind: "masking", Rate: 0.3}, low, high).corrupt(out, x, kernels.Matrix[float64]{}, stream(1, streamCorrupt, 1), 0)
	near(t, "masked", count(0), 0.3, 0.02)
	newCorrupter(Corruption{Kind: "salt-and-pepper", Rate: 0.3}, low, high).corrupt(out, x, kernels.Matrix[float64]{}, stream(1, streamCorrupt, 1), 0)
	near(t, "pepper", count(-1), 0.15, 0.02)
	near(t, "salt", count(2), 0.15, 0.02)
	for i, v := range out.Data {
		if v != -1 && v != 2 && v != x.Data[i] {
			t.Fatalf("entry %d changed from %v to %v", i, x.Data[i], v)
		}
	}
}

func TestHistoryCSV(t *testing.T) {
	c := variant(t, "sparse", 4, 3)
	c.Penalties = append(c.Penalties, Penalty{Kind: "l1", Weight: 0.5}, Penalty{Kind: "contractive", Weight: 0.1})
	m := newModel[float64](t, c)
	h := fit(t, m, curve[float64](1, 40, 4), quick())
	var out bytes.Buffer
	if err := h.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	const want = ",best,train_l1,held_out_l1,l1_constant,train_l1_neg_log_prior,held_out_l1_neg_log_prior," +
		"train_l1_2,held_out_l1_2,l1_2_constant,train_l1_2_neg_log_prior,held_out_l1_2_neg_log_prior,train_contractive,held_out_contractive"
	last, p := h.Epochs[len(h.Epochs)-1], h.Epochs[len(h.Epochs)-1].HeldOut.Penalties
	figures := fmt.Sprintf(",%v,%v,%v,%v,%v,", last.Train.Penalties[0].Omega, p[0].Omega, p[0].Constant, last.Train.Penalties[0].NegLogPrior(), p[0].NegLogPrior())
	if !strings.HasSuffix(lines[0], want) || !strings.Contains(lines[len(lines)-1], figures) || !strings.HasSuffix(lines[len(lines)-1], fmt.Sprint(",", p[2].Omega)) {
		t.Errorf("penalties: no %s or %s in\n%s", want, figures, out.String())
	}
	if len(lines) != 1+len(h.Epochs) || !strings.HasPrefix(lines[1], "1,2,0.003,") {
		t.Errorf("history:\n%s", out.String())
	}
}

// Codes and reconstructions go into parts of larger matrices too, and come from such.
func TestStrides(t *testing.T) {
	const rows = blockRows + 5
	x := curve[float32](1, rows, 9)
	wide := func(cols int) kernels.Matrix[float32] {
		m := kernels.NewMatrix[float32](rows, cols+4)
		for i := range m.Data {
			m.Data[i] = -7
		}
		return m
	}
	for _, scaling := range []string{"none", "min-max"} {
		c := variant(t, "plain", 9, 16, 3)
		c.Scaling = scaling
		m := newModel[float32](t, c)
		fit(t, m, x, quick())
		from, h, r := wide(9), wide(3), wide(9)
		for i := range rows {
			copy(from.Row(i)[2:], x.Row(i))
		}
		inside := func(m kernels.Matrix[float32]) kernels.Matrix[float32] { return m.ColRange(2, m.Cols-2) }
		if err := m.EncodeInto(inside(h), inside(from)); err != nil {
			t.Fatal(err)
		}
		if err := m.ReconstructInto(inside(r), inside(from)); err != nil {
			t.Fatal(err)
		}
		wantH, _ := m.Encode(x)
		wantR, _ := m.Reconstruct(x)
		if err := m.ReconstructInto(inside(from), inside(from)); err != nil { // in place
			t.Fatal(err)
		}
		for i := range rows {
			equalBits(t, "codes", inside(h).Row(i), wantH.Row(i))
			equalBits(t, "reconstructions", inside(r).Row(i), wantR.Row(i))
			equalBits(t, "reconstructions in place", inside(from).Row(i), wantR.Row(i))
			for _, m := range []kernels.Matrix[float32]{h, r} {
				for _, v := range append(m.Row(i)[:2:2], m.Row(i)[m.Cols-2:]...) {
					if v != -7 {
						t.Fatalf("%s: row %d is written beside the result", scaling, i)
					}
				}
			}
		}
	}
}

// One layer of as many units as columns can encode rows into themselves.
func TestEncodeInPlace(t *testing.T) {
	const rows = 2 * blockRows
	x := curve[float32](1, rows, 9)
	m := newModel[float32](t, Config{Inputs: 9, Layers: []int{9}, Code: "sigmoid", Output: "identity", Scaling: "none"})
	want, err := m.Encode(x)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.EncodeInto(x, x); err != nil {
		t.Fatal(err)
	}
	equalBits(t, "codes in place", x.Data, want.Data)
}
