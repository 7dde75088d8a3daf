package autoencoder

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lamina-go/lamina/tensorio"
)

var (
	largeMemory = flag.Bool("memory", false, "train a large model in many ways, each in a process of its own, and print the memory that it takes (make memory)")
	memoryOf    = flag.String("memory-of", "", "train it in that way alone and print the peak, for -memory")
)

// largeModels are ways to train 784-1000-500-250-30 and back.
var largeModels = []struct {
	name   string
	config func(*Config)
	train  func(*TrainConfig)
}{
	{"plain", nil, nil},
	{"clip-norm", nil, func(c *TrainConfig) { c.ClipNorm = 1 }},
	{"masking", func(c *Config) { c.Corruption = Corruption{Kind: "masking", Rate: 0.3} }, nil},
	{"gelu", func(c *Config) { c.Hidden = "gelu" }, nil},
	{"contractive", func(c *Config) { c.Penalties = []Penalty{{Kind: "contractive", Weight: 0.1}} }, nil},
	{"contractive-gelu", func(c *Config) {
		c.Hidden, c.Penalties = "gelu", []Penalty{{Kind: "contractive", Weight: 0.1}}
	}, nil},
	{"contractive-tied", func(c *Config) { c.Tied, c.Penalties = true, []Penalty{{Kind: "contractive", Weight: 0.1}} }, nil},
	{"gaussian-learned", func(c *Config) { c.Likelihood.Kind, c.Output = "gaussian-learned", "identity" }, nil},
	{"gaussian-learned-silu-masking-clip", func(c *Config) {
		c.Likelihood.Kind, c.Output, c.Hidden = "gaussian-learned", "identity", "silu"
		c.Corruption = Corruption{Kind: "masking", Rate: 0.3}
	}, func(c *TrainConfig) { c.ClipNorm = 1 }},
}

const largeRows, largeBatch = 4096, 1024

// TestMemoryOfLargeModels measures what training takes at batch 1024, beside the formula
// of the package's documentation.
func TestMemoryOfLargeModels(t *testing.T) {
	if *memoryOf != "" {
		measureLarge(t, *memoryOf)
		return
	}
	if !*largeMemory {
		t.Skip("make memory trains large models, for half a minute")
	}
	figures := regexp.MustCompile(`(?m)^bound .*$`)
	for _, m := range largeModels {
		out, err := exec.Command(os.Args[0], "-test.run=^TestMemoryOfLargeModels$", "-test.v", "-memory-of="+m.name).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", m.name, err, out)
		}
		t.Logf("%-36s %s", m.name, figures.Find(out))
	}
}

// measureLarge trains one of them and prints a line about its memory.
func measureLarge(t *testing.T, name string) {
	const mb = 1e6
	i := 0
	for largeModels[i].name != name {
		i++
	}
	c, tc := variant(t, "plain", 784, 1000, 500, 250, 30), DefaultTraining()
	c.Hidden, c.Output = "relu", "sigmoid"
	if f := largeModels[i].config; f != nil {
		f(&c)
	}
	tc.Batch, tc.Epochs, tc.HeldOut = largeBatch, 1, 0
	if f := largeModels[i].train; f != nil {
		f(&tc)
	}
	data := tensorio.FromMatrix(uniform[float32](1, largeRows, 784))
	before := heap()
	resident := status(t, "VmRSS")
	peak := sampleHeap()
	m := newModel[float32](t, c)
	if _, err := m.Fit(context.Background(), data, tc); err != nil {
		t.Fatal(err)
	}
	most := peak()
	n := formula(m, largeBatch) + 4*largeRows*784
	fmt.Printf("bound %.1f MB, heap %.1f MB, with data %.1f MB, VmHWM %.1f MB (%.1f MB before)\n",
		float64(n+32<<20)/mb, float64(most-before)/mb, float64(most)/mb, float64(status(t, "VmHWM"))/mb, float64(resident)/mb)
}

// formula is the number of bytes of four copies of the parameters and of the inputs and outputs
// of one batch.
func formula(m *Model[float32], batch int) int {
	n := m.Inputs()
	for _, l := range m.net.layers {
		n += l.Out
	}
	return 4 * (4*len(m.params) + batch*n)
}

// sampleHeap looks at the heap until the function that it returns is called, which
// returns the most bytes of objects that there were.
func sampleHeap() func() int {
	stop, most := make(chan bool), make(chan int)
	go func() {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		peak := 0
		for {
			metrics.Read(s)
			peak = max(peak, int(s[0].Value.Uint64()))
			select {
			case <-stop:
				most <- peak
				return
			case <-tick.C:
			}
		}
	}()
	return func() int {
		stop <- true
		return <-most
	}
}

// status is a number of bytes of Linux's about this process, 0 elsewhere.
func status(t *testing.T, name string) int {
	if runtime.GOOS != "linux" {
		return 0
	}
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); f[0] == name+":" {
			n, err := strconv.Atoi(f[1])
			if err != nil {
				t.Fatal(err)
			}
			return n << 10
		}
	}
	return 0
}
