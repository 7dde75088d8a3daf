package autoencoder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/lamina-go/lamina/tensorio"
)

// digests are the SHA-256 sums of small models' files. Every implementation on
// every architecture must give them: a change here is a change of results, and
// belongs into the changelog.
var digests = map[string]string{
	"plain":       "cdcd9cc88bc0ba3192aaaf10de045dae175aa699c6cd228798b14fa5c8058f36",
	"sparse":      "36662bd3166a04febf7a84edf04f9ab44219953031352055585c4a1736077f93",
	"denoising":   "1ed4e0b421c4a0781a66349b4a95ee7413068681a6d03e3309bafd3cb90bf709",
	"contractive": "b52e9d9e1e9dcae5b9e6395d3d09d38fc244b3ee43fd01fb0f3b273cd110e1f0",
}

// TestDigests trains each variant for two epochs on the digits.
func TestDigests(t *testing.T) {
	data := tensorio.Digits[float32]()
	for _, variant := range []string{"plain", "sparse", "denoising", "contractive"} {
		c, err := Variant(variant)
		if err != nil {
			t.Fatal(err)
		}
		c.Inputs = data.Width()
		c.Layers = []int{12, 5}
		if variant == "contractive" {
			c.Layers = []int{12}
		}
		m := newModel[float32](t, c)
		tc := DefaultTraining()
		tc.Epochs = 2
		if _, err := m.Fit(context.Background(), data, tc); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "model.safetensors")
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(file)
		if got := hex.EncodeToString(sum[:]); got != digests[variant] {
			t.Errorf("%s: model file has digest %s, want %s", variant, got, digests[variant])
		}
	}
}
