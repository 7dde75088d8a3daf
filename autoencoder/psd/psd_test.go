package psd

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
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
		m.gradient(b, g, c.Gamma, true)
		if e := nn.CheckGradient(m.params, g, 1e-3, loss); e.Relative > 1e-6 {
			t.Errorf("%s: %+v", encoder, e)
		}
		loss()
		alone := make([]float64, len(m.params))
		m.gradient(b, alone, c.Gamma, false)
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
		{Epochs: 8, Batch: 1000, LR: 1e-2, Tolerance: 1e-6},
		{Epochs: 8, Batch: 1000, LR: 1e-2, Dictionary: "gradient", Gamma: Ramp{From: 0, Epochs: 4}, Lambda: Ramp{From: 0.5, Epochs: 4}},
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

// digests of model files by encoder; levels, threads and machines must not show.
var digests = map[string]string{
	"tanh": "87465ff68e27c621",
	"soft": "4787912e5db8e707",
}

func TestSameBits(t *testing.T) {
	x, _ := planted[float32](150, 9, 14, 2)
	path := filepath.Join(t.TempDir(), "m.safetensors")
	for encoder, digest := range digests {
		testSameBits(t, path, x, encoder, digest)
	}
}

func testSameBits(t *testing.T, path string, x kernels.Matrix[float32], encoder, digest string) {
	c := Config{Encoder: encoder, Atoms: 14, Lambda: 0.3, Gamma: 0.5, Preprocess: preprocess.Spec{Contrast: "local", Whitening: "zca"}}
	for _, threads := range []int{1, 3} {
		old := runtime.GOMAXPROCS(threads)
		m, _ := fit(t, c, TrainConfig{Epochs: 2, Batch: 64, LR: 1e-2, HeldOut: 0.1}, x)
		runtime.GOMAXPROCS(old)
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(raw)
		if got := hex.EncodeToString(sum[:8]); got != digest {
			t.Errorf("%s, %d threads: digest %s, want %s", encoder, threads, got, digest)
		}
		whole, err := m.Encode(x)
		if err != nil {
			t.Fatal(err)
		}
		z, _, err := m.Prepare(x)
		if err != nil {
			t.Fatal(err)
		}
		again := kernels.NewMatrix[float32](x.Rows, 14)
		if err := m.Predict(again, z); err != nil || fmt.Sprint(again.Data) != fmt.Sprint(whole.Data) {
			t.Errorf("%v: Predict differs from Encode", err)
		}
		one, err := m.Encode(x.RowRange(77, 78))
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(one.Row(0)) != fmt.Sprint(whole.Row(77)) {
			t.Error("a row's code depends on its batch")
		}
	}
}

func TestSaveAndLoad(t *testing.T) {
	x, _ := planted[float32](80, 9, 14, 2)
	for _, s := range []preprocess.Spec{{}, {Contrast: "local", Whitening: "pca", Components: 5}} {
		c := small()
		c.Preprocess = s
		m, _ := fit(t, c, TrainConfig{Epochs: 1, LR: 1e-2}, x)
		path := filepath.Join(t.TempDir(), "m.safetensors")
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		n, err := Load[float32](path)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := m.Reconstruct(x)
		b, err := n.Reconstruct(x)
		if err != nil || fmt.Sprint(a.Data) != fmt.Sprint(b.Data) || fmt.Sprint(m.Config()) != fmt.Sprint(n.Config()) {
			t.Errorf("%+v: %v; another model came back", s, err)
		}
		if _, err := n.Fit(context.Background(), tensorio.FromMatrix(x), TrainConfig{Epochs: 1, LR: 1e-3}); err != nil {
			t.Errorf("going on: %v", err)
		}
		tensors, meta, err := tensorio.ReadSafetensors(path)
		if err != nil {
			t.Fatal(err)
		}
		if !Is(meta) {
			t.Error("Is does not know its own")
		}
		clear(tensors[0].F32[:9])
		bad := filepath.Join(t.TempDir(), "bad.safetensors")
		for _, c := range []struct {
			tensors []tensorio.Tensor
			meta    map[string]string
			want    string
		}{
			{tensors[1:], meta, `"dictionary" is missing`},
			{append(tensors[:len(tensors):len(tensors)], tensorio.NewTensor("more", []int{1}, []float32{1})), meta, `"more" is not part`},
			{tensors, map[string]string{}, "lamina.kind"},
			{tensors, map[string]string{metaFormat: "1", metaKind: "psd", metaConfig: "{}", metaOutputs: "9"}, "inputs 0"},
			{tensors, map[string]string{metaFormat: "1", metaKind: "psd", metaConfig: meta[metaConfig], metaOutputs: "99"}, "is 99, expected"},
			{tensors, map[string]string{metaFormat: "1", metaKind: "psd", metaConfig: `{"what":1}`}, "unknown field"},
		} {
			if err := tensorio.WriteSafetensors(bad, c.tensors, c.meta); err != nil {
				t.Fatal(err)
			}
			if _, err := Load[float32](bad); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		}
	}
}

func TestZeroAtomInAFile(t *testing.T) {
	x, _ := planted[float32](30, 4, 6, 2)
	m, _ := fit(t, small(), TrainConfig{Epochs: 1, LR: 1e-2}, x)
	clear(m.dictionary().Row(2))
	path := filepath.Join(t.TempDir(), "m.safetensors")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	if _, err := Load[float32](path); err == nil || !strings.Contains(err.Error(), "atom 3 is zero") {
		t.Error(err)
	}
	if _, err := m.Optimize(x, sparsecode.Options{}); err == nil || !strings.Contains(err.Error(), "atom 3 is zero") {
		t.Error(err)
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

func TestBadInput(t *testing.T) {
	good := small()
	good.Inputs = 4
	with := func(f func(*Config)) Config { c := good; f(&c); return c }
	for _, c := range []struct {
		c    Config
		want string
	}{
		{with(func(c *Config) { c.Lambda = 0 }), "lambda 0: expected a positive"},
		{with(func(c *Config) { c.Lambda = -2 }), "lambda -2"},
		{with(func(c *Config) { c.Gamma = -1 }), "gamma -1: expected"},
		{with(func(c *Config) { c.Gamma = math.Inf(1) }), "gamma +Inf"},
		{with(func(c *Config) { c.Atoms = 0 }), "atoms 0"},
		{with(func(c *Config) { c.Atoms = 1 << 28 }), "atoms 268435456"},
		{with(func(c *Config) { c.Inputs = 0 }), "inputs 0"},
		{with(func(c *Config) { c.Encoder = "step" }), `unknown encoder "step": choose one of tanh`},
		{with(func(c *Config) { c.Preprocess.Whitening = "x" }), "unknown whitening"},
	} {
		if _, err := New[float32](c.c); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.c, err, c.want)
		}
	}
	x := normal[float32](1, 20, 4)
	nan := normal[float32](1, 20, 4)
	nan.Row(6)[2] = float32(math.NaN())
	for _, c := range []struct {
		x    kernels.Matrix[float32]
		spec preprocess.Spec
		tc   TrainConfig
		want string
	}{
		{x, preprocess.Spec{}, TrainConfig{}, "epochs 0"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: -1}, "lr -1"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Batch: -3}, "batch -3"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, HeldOut: 1}, "held-out fraction 1"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Dictionary: "svd"}, `unknown dictionary update "svd"`},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Solver: "lars"}, "unknown solver"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Tolerance: -1}, "tolerance -1"},
		{nan, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1}, "row 7"},
		{normal[float32](1, 20, 5), preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1}, "model for 4 columns given 5"},
		{kernels.NewMatrix[float32](20, 4), preprocess.Spec{Contrast: "local"}, TrainConfig{Epochs: 1, LR: 1}, "no row has contrast"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Lambda: Ramp{}}, ""},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Lambda: Ramp{Epochs: 1}}, "lambda 0"},
	} {
		cfg := good
		cfg.Preprocess = c.spec
		m, err := New[float32](cfg)
		if err != nil {
			t.Fatal(err)
		}
		_, err = m.Fit(context.Background(), tensorio.FromMatrix(c.x), c.tc)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.tc, err, c.want)
		}
	}
	m, err := New[float32](good)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Encode(x); !errors.Is(err, errNotFitted) {
		t.Error(err)
	}
	if err := m.Save(filepath.Join(t.TempDir(), "m")); !errors.Is(err, errNotFitted) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.Fit(ctx, tensorio.FromMatrix(x), TrainConfig{Epochs: 1, LR: 1}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	_, h := fit(t, small(), TrainConfig{Epochs: 1, LR: 1e-2, MaxIterations: 1, Tolerance: 1e-6}, normal[float32](1, 50, 8))
	if h.Missed() < 10 {
		t.Errorf("%d codes without a certificate, want many", h.Missed())
	}
}

func TestDivergence(t *testing.T) {
	x := normal[float32](1, 64, 4)
	c := small()
	c.Inputs, c.Encoder, c.Gamma = 4, "identity", 1
	m, err := New[float32](c)
	if err != nil {
		t.Fatal(err)
	}
	h, err := m.Fit(context.Background(), tensorio.FromMatrix(x), TrainConfig{Epochs: 500, Batch: 8, LR: 1e18, Optimizer: nn.OptimizerSpec{Kind: "sgd"}})
	var diverged *DivergedError
	if !errors.As(err, &diverged) || h == nil {
		t.Fatalf("%v", err)
	}
	if err := m.Save(filepath.Join(t.TempDir(), "m")); err != nil {
		t.Errorf("the last good parameters are not finite: %v", err)
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

func Example() {
	// Rows along one of eight directions.
	x, atoms := planted[float32](800, 12, 8, 1)
	m, err := New[float32](Config{Inputs: 12, Atoms: 8, Lambda: 0.6, Gamma: 0.1})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(x), TrainConfig{Epochs: 20, LR: 1e-2, Batch: 40}); err != nil {
		fmt.Println(err)
		return
	}
	codes, err := m.Optimize(x, sparsecode.Options{Tolerance: 1e-4})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f %% of the directions found, %d codes without a certificate\n", 100*recovered(m, atoms), codes.Missed)
	// Output: 100 % of the directions found, 0 codes without a certificate
}
