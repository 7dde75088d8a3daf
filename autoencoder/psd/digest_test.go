package psd

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/kernels"
)

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
	for _, threads := range []int{1, 2, 3} {
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
