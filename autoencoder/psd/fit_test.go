package psd

import (
	"context"
	"flag"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

func TestGradient(t *testing.T) {
	for _, encoder := range Encoders() {
		c := small()
		c.Inputs, c.Encoder = 6, encoder
		m, err := New[float64](c)
		if err != nil {
			t.Fatal(err)
		}
		m.plan(6)
		m.initialise()
		kernels.Normal(kernels.Philox{Seed: 7}, m.params[m.slots.bias.Offset:], 0) // gains of both signs
		b := newBatch[float64](5, 6, 12)
		copy(b.z.Data, normal[float64](8, 5, 6).Data)
		copy(b.h.Data, normal[float64](9, 5, 12).Data)
		loss := func() float64 {
			m.forward(b)
			return m.measure(b, b.h, c.Lambda, c.Gamma).Total()
		}
		loss()
		g := make([]float64, len(m.params))
		m.gradient(b, g, c.Gamma, 1.0/5, true)
		if e := nn.CheckGradient(m.params, g, 1e-3, loss); e.Relative > 1e-6 {
			t.Errorf("%s: %+v", encoder, e)
		}
		loss()
		alone := make([]float64, len(m.params))
		m.gradient(b, alone, c.Gamma, 1.0/5, false)
		n := m.slots.weight.Offset
		if kernels.Asum(alone[:n]) != 0 || fmt.Sprint(alone[n:]) != fmt.Sprint(g[n:]) {
			t.Errorf("%s: the encoder's gradient depends on the dictionary's", encoder)
		}
	}
}

func TestHalfSteps(t *testing.T) {
	x, _ := planted[float64](120, 8, 12, 2)
	for _, tc := range []TrainConfig{
		{Epochs: 3, Batch: 32, LR: 1e-2},
		{Epochs: 3, Batch: 32, LR: 1e-2, Dictionary: "gradient", Solver: "fista", Tolerance: 1e-5},
		{Epochs: 8, FullBatch: true, LR: 1e-2, Tolerance: 1e-6},
		{Epochs: 8, FullBatch: true, LR: 1e-2, Dictionary: "gradient", Gamma: Ramp{From: 0, Epochs: 4}, Lambda: Ramp{From: 0.5, Epochs: 4}},
	} {
		m, h := fit(t, small(), tc, x)
		if len(h.Epochs) != tc.Epochs || len(h.Train) != 120 || h.Missed() != 0 {
			t.Fatalf("%+v: %d epochs of %d rows, %d without a certificate", tc, len(h.Epochs), len(h.Train), h.Missed())
		}
		for _, s := range h.Steps {
			if s.Codes.Total() > s.Start.Total()+s.Slack {
				t.Errorf("%+v: the code step rises from %v to %v", tc, s.Start.Total(), s.Codes.Total())
			}
			if !(s.WorstGap <= 1e-3) || !(s.Slack > 0) {
				t.Errorf("%+v: gap %v, slack %v", tc, s.WorstGap, s.Slack)
			}
		}
		for j := range m.config.Atoms {
			if n := kernels.Nrm2(m.dictionary().Row(j)); math.Abs(n-1) > 1e-12 {
				t.Errorf("%+v: atom %d has length %v", tc, j, n)
			}
		}
		if first, last := h.Epochs[0].Codes.Total(), h.Epochs[len(h.Epochs)-1].Parameters.Total(); tc.Gamma == nil && !(last < 0.95*first) {
			t.Errorf("%+v: the objective went from %v to %v", tc, first, last)
		}
		if tc.Gamma != nil && (h.Steps[0].Gamma != 0 || h.Steps[0].Lambda != 0.15 || h.Steps[7].Gamma != 0.5 || h.Steps[7].Lambda != 0.3) {
			t.Errorf("schedules: %+v … %+v", h.Steps[0], h.Steps[7])
		}
	}
}

// With all rows, γ = 0 and the exact update no half-step rises, from first to last.
func TestFullBatchIsMonotone(t *testing.T) {
	x, _ := planted[float64](100, 8, 12, 2)
	c := small()
	c.Gamma = 0
	_, h := fit(t, c, TrainConfig{Epochs: 15, Batch: 100, LR: 1e-2, Tolerance: 1e-9}, x)
	before := math.Inf(1)
	for i, s := range h.Steps {
		if h.Epochs[i].Replaced > 0 {
			before = math.Inf(1)
		}
		for _, v := range []float64{s.Start.Total(), s.Codes.Total(), s.Parameters.Total()} {
			if v > before*(1+1e-12) {
				t.Fatalf("step %d: %v after %v", i+1, v, before)
			}
			before = v
		}
	}
}

// Each atom's update is the best one: turning it any way does not lower the error.
func TestDictionaryUpdate(t *testing.T) {
	const rows, d, k = 40, 7, 20 // more than a block of atoms
	h, z := normal[float64](3, rows, k), normal[float64](4, rows, d)
	for i := range rows {
		h.Row(i)[4] = 0 // unused
	}
	dict := normal[float64](5, k, d)
	kernels.NormalizeRows(dict, dict)
	fourth := fmt.Sprint(dict.Row(4))
	s := newStatistics[float64](k, d)
	s.add(h, z, 0)
	loss := func() float64 {
		r := kernels.NewMatrix[float64](rows, d)
		copy(r.Data, z.Data)
		kernels.Gemm(false, false, -1, h, dict, 1, r)
		return kernels.Dot(r.Data, r.Data)
	}
	before := loss()
	for range 200 {
		unused := s.update(dict)
		if fmt.Sprint(unused) != "[4]" {
			t.Fatalf("unused atoms %v", unused)
		}
		now := loss()
		if now > before*(1+1e-13) {
			t.Fatalf("the error rose from %v to %v", before, now)
		}
		before = now
	}
	if fmt.Sprint(dict.Row(4)) != fourth {
		t.Error("the unused atom changed")
	}
	for j := range k {
		for i := range d {
			old := append([]float64(nil), dict.Row(j)...)
			for _, step := range []float64{1e-3, -1e-3} {
				copy(dict.Row(j), old)
				dict.Row(j)[i] += step
				kernels.Scale(dict.Row(j), 1/kernels.Nrm2(dict.Row(j)), dict.Row(j))
				if now := loss(); now < before*(1-1e-9) {
					t.Fatalf("atom %d: turned, the error is %v, not %v", j, now, before)
				}
			}
			copy(dict.Row(j), old)
		}
	}
}

var full = flag.Bool("planted", false, "also recover the dictionary of 64×128 from 20,000 rows (a minute)")

func TestPlantedDictionary(t *testing.T) {
	for _, c := range []struct {
		rows, d, k, active, epochs, batch int
		lambda                            float64
		run                               bool
	}{
		{1000, 20, 24, 1, 12, 50, 0.6, true},
		{2000, 24, 32, 3, 15, 60, 1, !testing.Short()},
		{20_000, 64, 128, 4, 30, 256, 0.2, *full},
	} {
		if !c.run {
			continue
		}
		x, atoms := planted[float32](c.rows, c.d, c.k, c.active)
		m, h := fit(t, Config{Atoms: c.k, Lambda: c.lambda}, TrainConfig{Epochs: c.epochs, LR: 1e-3, Batch: c.batch}, x)
		got := recovered(m, atoms)
		t.Logf("%d×%d: %.1f %% of the atoms, %d codes of %d without a certificate", c.d, c.k, 100*got, h.Missed(), c.rows*c.epochs)
		if got < 0.95 {
			t.Errorf("%d×%d: %.1f %% of the atoms were found", c.d, c.k, 100*got)
		}
	}
}

func TestUnusedAtomsAreReplaced(t *testing.T) {
	x, atoms := planted[float32](600, 12, 6, 1)
	c := Config{Inputs: 12, Atoms: 8, Lambda: 0.5}
	m, err := New[float32](c)
	if err != nil {
		t.Fatal(err)
	}
	replaced := 0
	_, err = m.Fit(context.Background(), tensorio.FromMatrix(x), TrainConfig{Epochs: 20, LR: 1e-3, Batch: 60, OnEpoch: func(e Epoch) error {
		replaced += e.Replaced
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := recovered(m, atoms); got < 1 || replaced == 0 {
		t.Errorf("%v of the atoms were found, %d replaced", got, replaced)
	}
}

func TestStack(t *testing.T) {
	x, _ := planted[float32](300, 10, 12, 2)
	second := Over(12, "abs")
	second.Atoms, second.Lambda = 6, 0.5
	stack, histories, err := FitStack(context.Background(), tensorio.Dataset[float32](tensorio.FromMatrix(x)), []Config{{Atoms: 12, Lambda: 0.3, Gamma: 1}, second}, TrainConfig{Epochs: 2, LR: 1e-2})
	if err != nil || len(stack) != 2 || len(histories) != 2 {
		t.Fatalf("%v: %d models, %d histories", err, len(stack), len(histories))
	}
	h, err := stack.Encode(x)
	if err != nil || h.Cols != 6 || h.Rows != 300 {
		t.Fatalf("%v: %d×%d", err, h.Rows, h.Cols)
	}
	below, _ := stack[0].Encode(x)
	kernels.Abs(below.Data, below.Data) // the sign does not matter above
	above, err := stack[1].Encode(below)
	if err != nil || fmt.Sprint(above.Data) != fmt.Sprint(h.Data) {
		t.Errorf("%v: the second layer sees signs", err)
	}
}

func TestHistoryCSV(t *testing.T) {
	_, h := fit(t, small(), TrainConfig{Epochs: 2, Batch: 16, LR: 1e-2}, normal[float32](1, 32, 8))
	var b strings.Builder
	if err := h.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 1+2*len(h.Steps) || len(h.Steps) != 4 || !strings.HasPrefix(lines[1], "1,1,codes,16,0.3,0.5,0.01,") || !strings.HasPrefix(lines[8], "2,2,parameters,") {
		t.Errorf("%s", b.String())
	}
}
