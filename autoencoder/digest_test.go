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
	"plain":       "69c19c89d8af4d9de840708f62b8acbaa7b214ccd7dac42e38652a9a1a57e076",
	"sparse":      "f00d2cdf22f31903fa2d8d176b1f306008bee7beef92db474466af5e343078bb",
	"denoising":   "a77ef3bf4907c86b1d13275d562d284ea8f4fd0a58eca4f40c61b66a81e2f0ef",
	"contractive": "492af9541310cb1c2a4722d15a08f02bae462751549f1b8341bee84e2a396d8e",
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
