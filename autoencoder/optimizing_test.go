package autoencoder

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// fused are configurations whose layers take their steps in different ways.
func fused(t *testing.T) map[string]Config {
	tied := variant(t, "plain", 100, 40, 24)
	tied.Tied = true
	contractive := variant(t, "contractive", 100, 40)
	untied := contractive
	untied.Tied, untied.Variant = false, ""
	sparse := variant(t, "sparse", 100, 120)
	top := variant(t, "plain", 100, 50, 40)
	top.TopK = 5
	drawn := variant(t, "plain", 100, 30, 20)
	drawn.Encoder = Encoder{Kind: "gaussian", Samples: 2}
	drawn.Penalties = []Penalty{{Kind: "kl-prior", Weight: 1}}
	shallow := drawn
	shallow.Layers = []int{20}
	before := variant(t, "plain", 100, 30, 20)
	before.Code, before.Encoder = "sigmoid", Encoder{Kind: "noise-before", Deviation: 0.3}
	denoising := variant(t, "denoising", 100, 60, 20)
	denoising.Corruption.Emphasis = Emphasis{Corrupted: 1, Clean: 0.5}
	return map[string]Config{"plain": variant(t, "plain", 100, 1100, 33, 20), "tied": tied, "contractive": contractive,
		"untied contractive": untied, "sparse": sparse, "top-k": top, "gaussian": drawn, "one gaussian layer": shallow,
		"noise before": before, "denoising": denoising}
}

// Steps that layers take with their gradients in the cache are those of the whole
// gradient, and one core's are two cores'.
func TestFusedSteps(t *testing.T) {
	x := curve[float32](1, 50, 100)
	for name, c := range fused(t) {
		for _, o := range []nn.OptimizerSpec{{Decay: 0.1}, {Kind: "sgd", Momentum: 0.9, Decay: 0.1}} {
			var want []float32
			for _, how := range []struct {
				whole bool
				procs int
			}{{true, 1}, {false, 1}, {false, 2}} {
				old := runtime.GOMAXPROCS(how.procs)
				m := newModel[float32](t, c)
				tc := quick()
				tc.Optimizer = o
				tr, err := newTrainer(context.Background(), m, tensorio.FromMatrix(x), tc)
				if err != nil {
					t.Fatal(err)
				}
				if how.whole {
					tr.step.gradientsFirst()
				}
				if err := tr.run(context.Background()); err != nil {
					t.Fatal(err)
				}
				runtime.GOMAXPROCS(old)
				if want == nil {
					want = slices.Clone(m.params)
				}
				equalBits(t, fmt.Sprint(name, " ", o.Kind, " ", how), m.params, want)
			}
		}
	}
}

// Weights shrink, biases do not.
func TestWeightDecay(t *testing.T) {
	for _, kind := range nn.Optimizers() {
		m := newModel[float64](t, variant(t, "plain", 5, 4, 2))
		for i := range m.params {
			m.params[i] = 1
		}
		opt, err := nn.NewOptimizer[float64](nn.OptimizerSpec{Kind: kind, Decay: 0.5}, len(m.params))
		if err != nil {
			t.Fatal(err)
		}
		o := newOptimizing(m.net, opt, 0, 0)
		o.gradientsFirst()
		o.p = m.params
		o.opt.Begin(0.1)
		o.task.Run(len(o.ranges))
		for _, s := range m.net.layout.Slots() {
			want := 0.95
			if s.Rows == 1 {
				want = 1
			}
			for _, v := range nn.Vec(m.params, s) {
				near(t, kind+" "+s.Name, v, want, 1e-12)
			}
		}
	}
}

// A part of a block is prepared as the whole would be.
func TestPreparationInParts(t *testing.T) {
	x := curve[float32](1, 300, 200)
	c := variant(t, "denoising", 200, 10)
	c.Corruption.Emphasis = Emphasis{Corrupted: 1, Clean: 0.5}
	tc := quick()
	tc.Batch = 200
	tr, err := newTrainer(context.Background(), newModel[float32](t, c), tensorio.FromMatrix(x), tc)
	if err != nil {
		t.Fatal(err)
	}
	clone := func(m kernels.Matrix[float32]) []float32 { return slices.Clone(flat(m)) }
	p := newPreparation(tr.source, tr.corrupt)
	p.set(&tr.ws.next, tr.order[:200], 1, 2, 3)
	if p.parts < 2 {
		t.Fatalf("%d parts", p.parts)
	}
	for i := range p.parts {
		p.part(p.parts - 1 - i)
	}
	in, clean, mask := clone(tr.ws.next.in), clone(tr.ws.next.x), clone(tr.ws.next.mask)
	p.parts = 1
	p.part(0)
	equalBits(t, "x", clean, flat(tr.ws.next.x))
	equalBits(t, "x̃", in, flat(tr.ws.next.in))
	equalBits(t, "mask", mask, flat(tr.ws.next.mask))
}

// spy is a corrupter that calls see first.
type spy struct {
	corrupter[float32]
	see func()
}

func (s spy) corrupt(dst, src, mask kernels.Matrix[float32], r kernels.Philox, pos uint64) {
	s.see()
	s.corrupter.corrupt(dst, src, mask, r, pos)
}

// The next batch is prepared in the middle of a step: some of the last layer's weights have
// taken theirs by then or, where the gradient is clipped, have a gradient, and some have not.
func TestNextBatchBesideStep(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, clip := range []float64{0, 1} {
		tc := quick()
		tc.Batch, tc.ClipNorm = 50, clip
		tr, err := newTrainer(context.Background(), newModel[float32](t, variant(t, "denoising", 200, 100)), tensorio.FromMatrix(curve[float32](1, 300, 200)), tc)
		if err != nil {
			t.Fatal(err)
		}
		w := tr.model.net.layers[0].W
		weights := nn.Mat(tr.model.params, w)
		before := kernels.Matrix[float32]{Rows: w.Rows, Cols: w.Cols, Stride: w.Cols, Data: slices.Clone(flat(weights))}
		if clip > 0 {
			weights = nn.Mat(tr.step.grads, w)
			before = kernels.NewMatrix[float32](w.Rows, w.Cols)
		}
		calls, done := 0, 0 // rows
		tr.ahead.corrupt = spy{tr.corrupt, func() {
			calls++
			for i := range w.Rows {
				if !slices.Equal(weights.Row(i), before.Row(i)) {
					done++
				}
			}
		}}
		if err := tr.fill(tr.batch(0), 1, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := tr.take(&Step{Epoch: 1, Step: 1, LR: 0.01}, tr.prepareNext(1, tc.Batch)); err != nil {
			t.Fatal(err)
		}
		if calls != 1 || done == 0 || done == w.Rows {
			t.Errorf("clip norm %v: prepared %d times, at first when %d of %d rows were done", clip, calls, done, w.Rows)
		}
	}
}
