package autoencoder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// digests are the SHA-256 sums of small models' files. Every implementation on
// every architecture must give them: a change here is a change of results, and
// belongs into the changelog.
var digests = map[string]string{
	"plain":       "95820611bcf7aad2df2e11b72775df8f8309356f92852ba215dd7e0b88815dce",
	"sparse":      "f596f9fa0e084a0725a07d3598c7eb681a13d422ffc92f97cfd11949def0ac81",
	"denoising":   "9d2ba8d2e2075fa95ec47e2a1a518245fb7c8b8971efdd617739e9a6e566bb29",
	"contractive": "bdf361aa11bbf1b7fdc30f10bb3fd0141ae7825c95994654b2abbb67e6d828cf",
	"linear":      "f70b15e31756e1f85780b5e78b31d2720eed2580f0552b22534c9476cbd8b1e8",
	"pca":         "aaaf62b76ae29a032b2444377f0c6b202ab44aff86c37963bbbdb09a613dc95c",
	"kl-sparse":   "4bb38a2936f29cd3915837bd0e8173ab56cfab062a13c1ec5f21a6584eee6247",
	"k-sparse":    "6047ee617b88d94da8fd9f2fc895a551260ed6b0ac5d2a4bf19ddb27f7120d9b",
	"score":       "163c93cd4a13ac19727eb2326e167113d727650607d9428df8e87778187d010b",
	"vae":         "42a6ba9b76517c0c7003785d33d7fcdfa22213fe31aa0d9cf4518663656cd77d",
	"iwae":        "859c942cf7167e9b2ede6845eecf69b89407c25a93719458101e41d2b7a82d49",
	"controlled":  "5c3c210462f13540ed621f06bdc98b4cfd20ce8adaf6505e568367b7c5d8b199",
	"descent":     "d3ebea479184f4d5b5c9fd4e10789faab58fbfde149323bfab5267656a172bca",
	"wide":        "a689916a8848759498c76274debb90ff499d1aca43488674575b34ecfa9a7f89",
	"stack":       "847b5d63e85ce76d3f4f1e7c8f683b7d11168207ae599dfcffca965e54c8aa98",
	"classifier":  "452992adada1932c68739e36fb0b4554d2ea12551cb10feebd3a8ce8fdbb2cc4",
}

// fewDigits are some of the digits: tests of digests also run where all is emulated.
func fewDigits() tensorio.Dataset[float32] {
	rows := make([]int, 320)
	for i := range rows {
		rows[i] = i
	}
	return tensorio.Subset(tensorio.Digits[float32](), rows)
}

// eachThreads calls f with GOMAXPROCS 1, 2 and 3.
func eachThreads(f func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for procs := 1; procs <= 3; procs++ {
		runtime.GOMAXPROCS(procs)
		f()
	}
}

// TestDigests trains each variant for two epochs on some digits, and further models whose
// work cores share, that are controlled in every way, or use another optimiser.
func TestDigests(t *testing.T) {
	type run struct {
		name   string
		config Config
		train  TrainConfig
	}
	var runs []run
	short := DefaultTraining()
	short.Epochs = 2
	for _, v := range variants {
		c := variant(t, v.names[0], 0, 12, 5)
		if len(v.start.Layers) == 1 {
			c.Layers = []int{12}
		}
		c.TopK, c.Encoder.Samples = min(c.TopK, 4), min(c.Encoder.Samples, 2)
		runs = append(runs, run{c.Variant, c, short})
	}
	tied := variant(t, "plain", 0, 12, 5)
	tied.Tied = true
	controlled := short
	controlled.Schedule, controlled.ClipNorm, controlled.Optimizer.Decay = nn.ScheduleSpec{Kind: "cosine", WarmUp: 10}, 0.5, 0.1
	descent := short
	descent.Optimizer, descent.Schedule = nn.OptimizerSpec{Kind: "sgd", Momentum: 0.9, Decay: 0.01}, nn.ScheduleSpec{Kind: "step", Every: 1}
	wide := short
	wide.Epochs, wide.Batch = 1, 128
	runs = append(runs, run{"controlled", variant(t, "plain", 0, 12, 5), controlled}, run{"descent", tied, descent},
		run{"wide", variant(t, "denoising", 0, 300, 20), wide})

	data := fewDigits()
	for _, r := range runs {
		r.config.Inputs = data.Width()
		eachThreads(func() {
			m := newModel[float32](t, r.config)
			if _, err := m.Fit(context.Background(), data, r.train); err != nil {
				t.Fatal(err)
			}
			checkDigest(t, r.name, m)
		})
	}
}

// TestStackDigests is TestDigests of a stack that is unrolled and of a classifier.
func TestStackDigests(t *testing.T) {
	eachThreads(func() { stackDigests(t) })
}

func stackDigests(t *testing.T) {
	ctx, data, tc := context.Background(), fewDigits(), DefaultTraining()
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
		t.Errorf("%s, GOMAXPROCS %d: model file has digest %s, want %s", name, runtime.GOMAXPROCS(0), got, digests[name])
	}
}
