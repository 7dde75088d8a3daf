package autoencoder

import (
	"context"
	"runtime"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Training takes what the package's documentation says, and little else. The data are the
// caller's and a scaled copy of them.
func TestMemoryOfTraining(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector has memory of its own")
	}
	if kernels.Active() == "generic" {
		t.Skip("pure Go takes minutes for what takes the same memory")
	}
	const rows, d, wide, code, batch = 800, 300, 400, 20, 600
	const spaces = wide + d // of the gradients, in turn
	const encoder, widths = d*wide + wide*code, wide + code + wide + d
	deep := []Penalty{{Kind: "contractive", Weight: 0.1}}
	for _, c := range []struct {
		name   string
		change func(*Config, *TrainConfig)
		copies int // of parameters, besides four
		batch  int // numbers for each row of a batch, besides inputs, outputs and gradients
	}{
		{"plain", func(*Config, *TrainConfig) {}, 0, 0},
		{"clipped", func(_ *Config, tc *TrainConfig) { tc.ClipNorm = 1 }, 2 * encoder, 0},
		{"masking", func(c *Config, _ *TrainConfig) { c.Corruption = Corruption{Kind: "masking", Rate: 0.2} }, 0, 2 * d},
		{"gelu", func(c *Config, _ *TrainConfig) { c.Hidden = "gelu" }, 0, 2 * wide},
		{"contractive", func(c *Config, _ *TrainConfig) { c.Penalties = deep }, encoder, 0},
		{"contractive, tied", func(c *Config, _ *TrainConfig) { c.Tied, c.Penalties = true, deep }, encoder, 0},
	} {
		x := curve[float32](1, rows, d)
		config, tc := variant(t, "plain", d, wide, code), quick()
		tc.Batch, tc.Epochs, tc.HeldOut = batch, 1, 0
		c.change(&config, &tc)
		train := func() *trainer[float32] {
			m := newModel[float32](t, config)
			tr, err := newTrainer(context.Background(), m, tensorio.FromMatrix(x), tc)
			if err != nil {
				t.Fatal(err)
			}
			if err := tr.run(context.Background()); err != nil {
				t.Fatal(err)
			}
			return tr
		}
		train() // what kernels keep is all cores', not the model's
		before := heap()
		tr := train()
		used := heap() - before
		n := 4*len(tr.model.params) + c.copies + batch*(2*d+widths+spaces+c.batch) + rows*d
		slack := used - 4*n
		if config.Penalties != nil {
			slack -= 4 * (jacobianSpace + 3*bandRows*(wide+code) + 2*wide*code + 2*wide*wide) // blocks, slopes, matrices of weights
		}
		if slack > 512<<10 {
			t.Errorf("%s: %d bytes, %d more than expected", c.name, used, slack)
		}
		runtime.KeepAlive(tr)
	}
}

// heap is how many bytes are in use.
func heap() int {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int(s.HeapAlloc)
}
