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
	"plain":              "9f1029415e6a7f5a542d9c9938f1e45ef6e7ec9140dcc1d55366e0bfdacce2d0",
	"sparse":             "c88374a0677e6033ee81c354923e47f030af20f3a55499860ae67aadc6da4a33",
	"denoising":          "64ffbba4158345232889822e49922f23508c0d9a1473f6b53d87295014272214",
	"contractive":        "fc5750e2816eb1935c1728472fae919456ac35f0ad3ede75afd55942be1eb75b",
	"untied contractive": "a2bb85d36cffbd9d41ecdc772179f275093d53ea7ca027f17a83caa24ec7c92e",
	"linear":             "f70b15e31756e1f85780b5e78b31d2720eed2580f0552b22534c9476cbd8b1e8",
	"pca":                "aaaf62b76ae29a032b2444377f0c6b202ab44aff86c37963bbbdb09a613dc95c",
	"kl-sparse":          "dbc6ca9ece121b318d86563556508046fcf1b57575d47bd27033c6ec5ad760eb",
	"k-sparse":           "87d2b61b61888e097fc7c9d5628a1930991ee3cfd35d13b5b18e3157c9ca6c67",
	"score":              "23ad514208db8115eb9b7bcc999913ef02338bb32ed37ee31d45b3070b10f440",
	"vae":                "914549503784af7507c9b83f234a0a92b2cf6e30dc342ff21fed1224a21cfdfa",
	"iwae":               "86a8fd566025add04aa2531216fe9e440ab6ac5a9465d0f9042a206e918c49ec",
	"controlled":         "bc11fe335db26a3269c867f09cc77ec6925f6ce4c008507ac8ef06fdee3ddad7",
	"descent":            "daac918827f4f01aa1fdcfac680c6843df6b12d168f7c6818a7ac040a38e66bc",
	"wide":               "37e30f622809ab432d696d74e550cc29726eededc775b48d79101bd3626a1444",
	"stack":              "5d7554eaa534628d793fb187742333946dd484b05f0b942b7bf06fc3d6b7e6b7",
	"classifier":         "86b21a828b3e72e6d93fec9535e1625dced62325f5c6c11d74dfb6605132b62d",

	"gelu, silu, learned variance, plateau": "b14380b70711e783cb0c048ec4874cb8ad6e2ebd7dfb2cf48d4b63e3f1a60a76",
	"elu, softplus, laplace, frozen":        "0e5e55b6389b1141034da47fd207283d478137175b37c421b1b8bdad40a61cd3",
	"leaky-relu, elu, poisson":              "d84131365ffb615100f3038fbf6797718acc4dc792ff73e0406dad053f27ef3c",
	"softplus, gelu, continuous bernoulli":  "793f0e78d1ac803ee7d2f3087b5ca0285e96e5d3301c1d439f96a0dc1f88e886",
	"silu, leaky-relu, bernoulli":           "e9f1c73aca252f5eae5bf838047005ad55984341766866f04b4c9c2e6d40b032",
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
	untied := variant(t, "contractive", 0, 300)
	untied.Tied, untied.Penalties[0].Weight = false, 1
	runs = append(runs, run{"untied contractive", untied, short}, run{"controlled", variant(t, "plain", 0, 12, 5), controlled}, run{"descent", tied, descent},
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
