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
	"plain":       "94c7fddb6881e615945216317a501a95217c3213964a055461b48f0e7ea738d6",
	"sparse":      "5957dfffe2a23e0ea443926753946bbe2551781d2e4df6204aa889b20450185c",
	"denoising":   "a07b643c08119e9f530845e0d63036230a7befa74ed97fcaed008ab619445004",
	"contractive": "09680d9e0468cc346aba1999aabdf34f3fdb11bc12515c4e27772a88ffc9dfaf",
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
