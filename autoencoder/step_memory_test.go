package autoencoder

import (
	"context"
	"runtime"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// A step allocates nothing once everything is planned, also after garbage collections.
func TestStepAllocatesNothing(t *testing.T) {
	x := curve[float32](1, 200, 30)
	contractive := variant(t, "contractive", 30, 20)
	contractive.Corruption = Corruption{Kind: "masking", Rate: 0.2}
	contractive.Penalties = append(contractive.Penalties, Penalty{Kind: "l1", Weight: 0.1})
	shared := variant(t, "plain", 30, 2000, 1000, 10) // products large enough for two cores
	if kernels.Active() == "generic" {                // takes minutes for them
		shared = variant(t, "plain", 30, 200, 100, 10)
	}
	configs := []Config{contractive, shared}
	for _, name := range []string{"vae", "iwae", "k-sparse", "kl-sparse", "score"} {
		configs = append(configs, variant(t, name, 30, 20))
	}
	emphasised := variant(t, "denoising", 30, 20)
	emphasised.Corruption = Corruption{Kind: "salt-and-pepper", Rate: 0.2, Emphasis: Emphasis{Corrupted: 1, Clean: 0.5}}
	for _, kind := range []string{"gaussian-learned", "laplace", "continuous-bernoulli"} {
		c := emphasised
		c.Likelihood.Kind = kind
		for _, e := range []Encoder{{Kind: "noise-before", Deviation: 1, Samples: 2}, {Kind: "bernoulli"}} {
			c.Encoder, c.Code = e, "sigmoid"
			configs = append(configs, c)
		}
	}
	for _, c := range configs {
		checkSteps(t, c, quick(), tensorio.FromMatrix(x))
	}
	tied, deep := shared, variant(t, "plain", 30, 200, 100, 10)
	tied.Tied, tied.Hidden = true, "gelu"
	deep.Hidden, deep.Penalties = "silu", []Penalty{{Kind: "contractive", Weight: 0.1}}
	for _, train := range []func(*TrainConfig){
		func(c *TrainConfig) { c.ClipNorm = 1e-3 },
		func(c *TrainConfig) { c.Optimizer = nn.OptimizerSpec{Kind: "sgd", Momentum: 0.9, Decay: 1e-3} },
		func(c *TrainConfig) { c.Schedule = nn.ScheduleSpec{Kind: "cosine", WarmUp: 10} },
	} {
		tc := quick()
		train(&tc)
		for _, c := range []Config{shared, tied, deep} {
			checkSteps(t, c, tc, tensorio.FromMatrix(x))
		}
	}
}

// checkSteps counts the allocations of three steps.
func checkSteps(t *testing.T, c Config, tc TrainConfig, data tensorio.Dataset[float32]) {
	t.Helper()
	if raceEnabled {
		t.Skip("allocations are not counted under the race detector")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, procs := range []int{1, 2} {
		runtime.GOMAXPROCS(procs)
		tr, err := newTrainer(context.Background(), newModel[float32](t, c), data, tc)
		if err != nil {
			t.Fatal(err)
		}
		step := func() {
			for at := 0; at < 3*tc.Batch; at += tc.Batch {
				s := Step{Epoch: 1, Step: 2, StepsPerEpoch: tr.progress.StepsPerEpoch}
				var err error
				if s.LR, err = tr.rate.At(tr.progress); err != nil {
					t.Fatal(err)
				}
				ahead := tr.prepareNext(1, at)
				if _, err := tr.take(&s, ahead); err != nil {
					t.Fatal(err)
				}
				if err := ahead.err(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := tr.fill(tr.batch(0), 1, 0); err != nil {
			t.Fatal(err)
		}
		step()
		if n := allocations(step); n != 0 {
			t.Errorf("%+v, %+v, GOMAXPROCS %d: %v allocations in 3 steps", c, tc, procs, n)
		}
	}
}
