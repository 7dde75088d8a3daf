package autoencoder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/lamina-go/lamina/tensorio"
)

// jacobianModels are small models of every way to penalise a Jacobian, with the digests of
// their files: see digests.
var jacobianModels = []struct {
	name, digest string
	config       Config
}{
	{"exact, gram", "cbcd53b9aa6cb03811a18b752aa581a1a234a1aa389c7c2b43bbac2bd7a0ee3a", Config{Layers: []int{12, 5}, Hidden: "softplus", Code: "sigmoid", Tied: true, UnitNorm: true,
		Penalties: []Penalty{{Kind: "contractive", Weight: 0.1}}}},
	{"exact, direct", "bd71bb77072e9932847668c31d565ebe6e6a9858ca7c91b68c9a76e658d8ad8f", Config{Layers: []int{160, 12, 5}, Hidden: "elu", Code: "silu", UnitNorm: true,
		Penalties: []Penalty{{Kind: "contractive", Weight: 0.1}}}},
	{"exact, input", "20a390d307b5f87c9e898f10dfee061d5d57d25efbe93317f2e33a01542ca1d9", Config{Layers: []int{140, 90}, Hidden: "tanh", Code: "leaky-relu",
		Penalties: []Penalty{{Kind: "contractive", Weight: 0.01}}}},
	{"probes", "d830afb9a6410f057c18f401428e9bd36558b77b5200ef366b4e69a379016b9a", Config{Layers: []int{12, 5}, Hidden: "gelu", Code: "tanh",
		Penalties: []Penalty{{Kind: "contractive", Weight: 0.1, Jacobian: "hutchinson", Probes: 2}}}},
	{"layer-wise", "59b11bab934b9b3316804ec78c2647e67295a1e3538ed72097d442b5bdf3339b", Config{Layers: []int{12, 5}, Hidden: "gelu", Code: "tanh",
		Penalties: []Penalty{{Kind: "contractive", Weight: 0.1, Jacobian: "layer-wise"}}}},
	{"higher-order", "a71550c8418612dbf4908faccebdcff27f4a934db76a2f52789c36a09c378e41", Config{Layers: []int{12, 5}, Hidden: "silu", Code: "tanh",
		Penalties: []Penalty{{Kind: "contractive", Weight: 0.1}, {Kind: "higher-order", Weight: 0.1, Deviation: 0.2, Draws: 2},
			{Kind: "higher-order", Weight: 0.1, Deviation: 0.2, Jacobian: "hutchinson", Probe: "gaussian"}}}},
}

// The same file on every machine, and for every number of threads.
func TestJacobianDigests(t *testing.T) {
	digits, err := tensorio.ReadAll(tensorio.Digits[float32]())
	if err != nil {
		t.Fatal(err)
	}
	data := tensorio.FromMatrix(digits.RowRange(0, 400))
	for _, m := range jacobianModels {
		for _, procs := range []int{1, 2} {
			c := m.config
			c.Inputs, c.Scaling = digits.Cols, "min-max"
			old := runtime.GOMAXPROCS(procs)
			model := newModel[float32](t, c)
			tc := DefaultTraining()
			tc.Epochs, tc.Batch = 1, 64
			_, err := model.Fit(context.Background(), data, tc)
			runtime.GOMAXPROCS(old)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "model.safetensors")
			if err := model.Save(path); err != nil {
				t.Fatal(err)
			}
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(file)
			if got := hex.EncodeToString(sum[:]); got != m.digest {
				t.Errorf("%s, GOMAXPROCS %d: model file has digest %s, want %s", m.name, procs, got, m.digest)
			}
		}
	}
}

// A step with any penalty on the Jacobian allocates nothing.
func TestJacobianStepsAllocateNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("allocations are not counted under the race detector")
	}
	for _, m := range jacobianModels {
		c := m.config
		c.Inputs = 64
		model := newModel[float32](t, c)
		ws := newWorkspace(model.net, 16, true, false)
		copy(ws.x.Data, uniform[float32](1, 16, 64).Data)
		g := make([]float32, len(model.params))
		if n := testing.AllocsPerRun(5, func() {
			model.net.gradient(model.params, g, ws)
			model.net.project(model.params, 0)
		}); n != 0 {
			t.Errorf("%s: %v allocations per step", m.name, n)
		}
	}
}
