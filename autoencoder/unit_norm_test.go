package autoencoder

import (
	"math"
	"testing"

	"github.com/lamina-go/lamina/kernels"
)

// Every row of every decoder weight has norm 1 from the first to the last step; of a
// tied decoder these are the columns of the encoder's weights.
func TestUnitNorm(t *testing.T) {
	x := curve[float32](1, 200, 6)
	for _, tied := range []bool{false, true} {
		c := variant(t, "contractive", 6, 300, 5)
		c.Tied, c.UnitNorm = tied, true
		m := newModel[float32](t, c)
		check := func(when string) {
			t.Helper()
			for name, w := range m.Weights() {
				of := kernels.Matrix[float32]{}
				switch {
				case !tied && (name == "decoder.0.weight" || name == "decoder.1.weight"):
					of = w
				case tied && (name == "encoder.0.weight" || name == "encoder.1.weight"):
					of = kernels.NewMatrix[float32](w.Cols, w.Rows)
					kernels.Transpose(of, w)
				}
				for i := range of.Rows {
					if n := kernels.Nrm2(of.Row(i)); math.Abs(float64(n)-1) > 1e-6 {
						t.Fatalf("%s, tied %v: row %d of %s has norm %v", when, tied, i, name, n)
					}
				}
			}
		}
		check("new")
		before := m.Weights()["encoder.0.weight"].Data[0]
		fit(t, m, x, quick())
		check("trained")
		if m.Weights()["encoder.0.weight"].Data[0] == before {
			t.Error("training changed nothing")
		}
	}
}

// The deck's second problem: without a constraint on the decoder, the penalty is met by
// small codes and a large decoder. Unit norms keep it from that.
func TestUnitNormKeepsThePenaltyFromBeingEvaded(t *testing.T) {
	x := curve[float32](1, 300, 6)
	norm := func(unitNorm bool) float64 {
		c := variant(t, "contractive", 6, 8)
		c.Tied, c.UnitNorm, c.Code, c.Scaling, c.Output = false, unitNorm, "tanh", "standard", "identity"
		c.Penalties[0].Weight = 0.1
		m := newModel[float32](t, c)
		tc := quick()
		tc.Epochs, tc.LR, tc.Patience = 300, 0.02, 0
		h := fit(t, m, x, tc)
		if e := h.Epochs[h.Kept-1].SquaredError; !(e < 0.5) {
			t.Fatalf("squared error %v: nothing was learned", e)
		}
		norms, err := m.JacobianNorms(x)
		if err != nil {
			t.Fatal(err)
		}
		return float64(kernels.Mean(norms))
	}
	if free, unit := norm(false), norm(true); !(free < unit/2) {
		t.Errorf("mean ‖J‖_F %v without unit norms, %v with", free, unit)
	}
}
