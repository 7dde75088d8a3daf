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
	"linear":      "f55ff6277db74db12fd1a936c45a7fca293716daf1624c035fac3ab35b232525",
	"pca":         "3a182a8acb3205dcc42b40a1d539baf9aff03b1bb9d130c70438251c4145682b",
	"kl-sparse":   "60a10dabb560e8e9d95ad1778281d53b6f8a7047aa1d0981c12c96861991cedd",
	"k-sparse":    "b8bc2f060cadd4b10ec10a4ba64c51e652d2f1029b24db199aee3f30622adbd7",
	"score":       "9e5c2676f99d4a48eb7edb85cfa42a8f0ae0fc20f8b3700c39e9358c879f6e53",
	"vae":         "d70f92ff8bd9d1f9eea604449f99abae4cdb240e3f088932795ee2892ed01004",
	"iwae":        "3fb259cd0386e49d0a9405d23d13b5395689cba0de0cecc92068cd5af6b3fe3c",
	"stack":       "7e9665d7611201d75e2c409ac400fb058bb3e7e50c95c95fbbc3fe8936d502e2",
	"classifier":  "4d74af8764e8f611c9b6d604d0a574f511cd06a302378158ed671d352457f47a",
}

// TestDigests trains each variant for two epochs on the digits.
func TestDigests(t *testing.T) {
	data := tensorio.Digits[float32]()
	for _, v := range variants {
		variant := v.names[0]
		c, err := Variant(variant)
		if err != nil {
			t.Fatal(err)
		}
		c.Inputs = data.Width()
		switch {
		case len(c.Layers) == 1:
			c.Layers = []int{12}
		default:
			c.Layers = []int{12, 5}
		}
		c.TopK, c.Encoder.Samples = min(c.TopK, 4), min(c.Encoder.Samples, 2)
		m := newModel[float32](t, c)
		tc := DefaultTraining()
		tc.Epochs = 2
		if _, err := m.Fit(context.Background(), data, tc); err != nil {
			t.Fatal(err)
		}
		checkDigest(t, variant, m)
	}
}

// TestStackDigests is TestDigests of a stack that is unrolled and of a classifier.
func TestStackDigests(t *testing.T) {
	ctx, data, tc := context.Background(), tensorio.Digits[float32](), DefaultTraining()
	tc.Epochs = 1
	s, _, err := Pretrain(ctx, data, []StackLayer{
		{Config{Layers: []int{12}, Code: "sigmoid", Scaling: "min-max", Corruption: Corruption{Kind: "masking", Rate: 0.2}}, tc},
		{Config{Layers: []int{5}, Code: "tanh"}, tc},
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Unroll(Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Fit(ctx, data, tc); err != nil {
		t.Fatal(err)
	}
	checkDigest(t, "stack", m)
	c, err := s.Classifier(Config{}, data.Labels().Names)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Fit(ctx, data, tc); err != nil {
		t.Fatal(err)
	}
	checkDigest(t, "classifier", c)
}

// checkDigest compares the digest of a model's file with the one that it must have.
func checkDigest(t *testing.T, name string, m interface{ Save(path string) error }) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.safetensors")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(file)
	if got := hex.EncodeToString(sum[:]); got != digests[name] {
		t.Errorf("%s: model file has digest %s, want %s", name, got, digests[name])
	}
}
