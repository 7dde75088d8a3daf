package psd

import (
	"math"
	"testing"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/kernels"
)

func TestOptimize(t *testing.T) {
	x, _ := planted[float64](200, 8, 12, 2)
	for i := range x.Row(3) {
		x.Row(3)[i] = 2 // no contrast
	}
	c := small()
	c.Preprocess = preprocess.Spec{Contrast: "mean", Whitening: "zca"}
	m, h := fit(t, c, TrainConfig{Epochs: 3, LR: 1e-2}, x)
	if h.Constant != 1 {
		t.Errorf("%d rows without contrast, want 1", h.Constant)
	}
	r, err := m.Optimize(x, sparsecode.Options{Tolerance: 1e-10})
	if err != nil {
		t.Fatal(err)
	}
	z, _, err := m.Prepare(x)
	if err != nil {
		t.Fatal(err)
	}
	f, err := m.Encode(x)
	if err != nil {
		t.Fatal(err)
	}
	if r.Missed != 0 || r.Constant != 1 {
		t.Errorf("%d missed, %d constant", r.Missed, r.Constant)
	}
	again := make([]sparsecode.Certificate, x.Rows)
	if err := sparsecode.Certify(m.Weights()["dictionary"], sparsecode.Options{Lambda: c.Lambda, Gamma: c.Gamma}, r.Codes, z, f, again); err != nil {
		t.Fatal(err)
	}
	for i, cert := range r.Certificates {
		if !cert.Reached || cert.Gap > 1e-10 || math.Abs(cert.Objective-again[i].Objective) > 1e-12 {
			t.Fatalf("row %d: %+v, %+v", i, cert, again[i])
		}
	}
	unexplained := 0.0
	for i, v := range r.SquaredErrors {
		unexplained += v / float64(x.Rows)
		if v > r.Certificates[i].Objective {
			t.Fatalf("row %d: squared error %v in objective %v", i, v, r.Certificates[i].Objective)
		}
	}
	// With λ given, γ is given too: 0 is sparse coding.
	alone, err := m.Optimize(x, sparsecode.Options{Lambda: 0.5, Tolerance: 1e-12})
	if err != nil {
		t.Fatal(err)
	}
	coder, err := sparsecode.New(m.Weights()["dictionary"], sparsecode.Options{Lambda: 0.5, Tolerance: 1e-12})
	if err != nil {
		t.Fatal(err)
	}
	want := kernels.NewMatrix[float64](x.Rows, 12)
	if err := coder.Solve(want, z, kernels.Matrix[float64]{}, nil); err != nil {
		t.Fatal(err)
	}
	for i, v := range want.Data {
		if math.Abs(v-alone.Codes.Data[i]) > 1e-4 {
			t.Fatalf("γ = 0: code %v, sparse coding %v", alone.Codes.Data[i], v)
		}
	}
	// One iteration certifies nothing, and says so.
	if r, err := m.Optimize(x, sparsecode.Options{Tolerance: 1e-10, MaxIterations: 1}); err != nil || r.Missed < x.Rows/2 {
		t.Errorf("%v, %+v", err, r.Missed)
	}
	e, err := m.Evaluate(x, sparsecode.Options{Tolerance: 1e-10})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, cert := range r.Certificates {
		sum += cert.Objective / float64(x.Rows)
	}
	if e.Rows != x.Rows || math.Abs(e.Objective.Total()-sum) > 1e-9*sum || e.Predicted.Total() < e.Objective.Total() || e.Predicted.Prediction != 0 || e.Constant != 1 || math.Abs(e.Objective.Reconstruction-unexplained) > 1e-9*sum {
		t.Errorf("%+v, want objective %v", e, sum)
	}
}

// The encoder learns to predict codes.
func TestPrediction(t *testing.T) {
	x, _ := planted[float32](1000, 10, 12, 2)
	for _, encoder := range []string{"tanh", "soft", "shrink"} {
		c := small()
		c.Encoder, c.Gamma = encoder, 1
		_, h := fit(t, c, TrainConfig{Epochs: 8, Batch: 50, LR: 1e-2, HeldOut: 0.1}, x)
		first, last := h.Epochs[0].HeldOut, h.Epochs[7].HeldOut
		if !(last.PredictionError < 0.4) || !(last.Objective.Total() < first.Objective.Total()) || last.Rows != 100 || !(last.Density > 0 && last.Density < 0.9) {
			t.Errorf("%s: %+v … %+v", encoder, first, last)
		}
	}
}

// From f(x) of the recommended settings, codes of rows that training has not seen take at
// most half the iterations that they take from zero.
func TestWarmStart(t *testing.T) {
	x, _ := planted[float32](1200, 20, 32, 3)
	c := DefaultConfig()
	c.Atoms, c.Preprocess = 32, preprocess.Spec{}
	m, _ := fit(t, c, TrainConfig{Epochs: 10, Batch: 50, LR: 5e-3}, x.RowRange(0, 1000))
	fresh := x.RowRange(1000, 1200)
	f, err := m.Encode(fresh)
	if err != nil {
		t.Fatal(err)
	}
	coder, err := sparsecode.New(m.dictionary(), sparsecode.Options{Lambda: c.Lambda, Gamma: c.Gamma, Tolerance: 1e-3})
	if err != nil {
		t.Fatal(err)
	}
	iterations := func(start kernels.Matrix[float32]) (n int) {
		certs := make([]sparsecode.Certificate, fresh.Rows)
		if err := coder.Solve(start, fresh, f, certs); err != nil {
			t.Fatal(err)
		}
		for _, cert := range certs {
			n += cert.Iterations
			if !cert.Reached {
				t.Errorf("%+v", cert)
			}
		}
		return n
	}
	cold := iterations(kernels.NewMatrix[float32](fresh.Rows, 32))
	start, err := m.Encode(fresh)
	if err != nil {
		t.Fatal(err)
	}
	if warm := iterations(start); 2*warm > cold {
		t.Errorf("%d iterations from f(x), %d from zero", warm, cold)
	}
}
