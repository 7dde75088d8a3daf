package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lamina-go/lamina/autoencoder"
)

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every variant and kind of data gives all files, and the same ones again.
func TestTrainWritesItsFiles(t *testing.T) {
	iris := file(t, "iris.csv", "a,b,c,species\n"+strings.Repeat("1,2,3,x\n4,5,7,y\n2,2,9,x\n0,1,5,z\n8,3,3,y\n", 8))
	for _, args := range [][]string{
		{"--layers", "12,4"},
		{"--variant", "sparse", "--layers", "12,70", "--lambda", "0.1"},
		{"--variant", "denoising", "--noise", "salt-and-pepper", "--layers", "4"},
		{"--variant", "contractive", "--layers", "8", "--held-out", "0"},
		{"--likelihood", "bernoulli", "--optimiser", "sgd", "--momentum", "0.9", "--lr", "0.001"},
		{"--data", iris, "--label", "species", "--scale", "standard", "--layers", "5,2"},
		{"--data", iris, "--one-hot", "--layers", "9"},
	} {
		var first [][]byte
		for range 2 {
			dir := filepath.Join(t.TempDir(), "new", "run")
			out := mustLamina(t, append([]string{"train", "--epochs", "2", "--json", "--out", dir}, args...)...)
			r := parse[trainReport](t, out)
			if r.Epochs != 2 || r.Rows != r.TrainRows+r.HeldOutRows || r.RowsPerSecond == nil || r.Implementation == "" {
				t.Errorf("%v: %s", args, out)
			}
			if (r.HeldOutRows > 0) != (r.HeldOutSquaredError != nil) || (r.HeldOutRows > 0) != (r.PCASquaredError != nil) {
				t.Errorf("%v: held-out figures: %s", args, out)
			}
			var files [][]byte
			for _, f := range r.Files.list() {
				files = append(files, read(t, f))
				if strings.HasSuffix(f, ".png") {
					if img, err := png.Decode(bytes.NewReader(files[len(files)-1])); err != nil || img.Bounds().Dx() > 3000 || img.Bounds().Dy() > 3000 {
						t.Errorf("%v: %s: %v", args, f, err)
					}
				}
			}
			if left, _ := os.ReadDir(dir); len(left) != len(files) {
				t.Errorf("%v: %d files in %s", args, len(left), dir)
			}
			if first != nil && !slices.EqualFunc(first, files, bytes.Equal) {
				t.Errorf("%v: the second time, the files differ", args)
			}
			first = files
		}
	}
}

// Flags of every part of a configuration reach it.
func TestTrainFlagsOfParts(t *testing.T) {
	for _, c := range []struct{ flags, want string }{
		{"--variant k-sparse --layers 12 --top-k 3 --anneal 1", "3 largest code units of 12 kept"},
		{"--variant kl-sparse --layers 12 --sparsity 0.2", "kl-sparsity=0.1"},
		{"--variant vae --layers 12,3 --beta 0.5 --likelihood gaussian-learned --floor 0.01", "gaussian-learned likelihood, gaussian encoder, penalty kl-prior=0.5"},
		{"--variant iwae --layers 12,3 --samples 3", "gaussian encoder, 3 samples weighted by importance"},
		{"--variant pca --layers 3", "pca start, none scaling"},
		{"--variant score --layers 12 --noise-level 0.5", "gaussian noise of deviation 0.5"},
		{"--variant denoising --noise dropout --emphasis 1,0.5 --layers 12", "dropout noise at 0.1, corrupted entries weighted 1 and others 0.5"},
		{"--likelihood poisson --layers 12 --encoder noise-before --code-noise 1 --code-activation sigmoid", "none scaling\n            poisson likelihood, noise-before encoder of deviation 1"},
	} {
		out := mustLamina(t, append([]string{"train", "--epochs", "1", "--out", t.TempDir()}, strings.Fields(c.flags)...)...)
		if !strings.Contains(out, c.want) {
			t.Errorf("%s: no %q in %s", c.flags, c.want, out)
		}
	}
}

// The names of the fields are part of the interface.
func TestTrainJSON(t *testing.T) {
	out := mustLamina(t, "train", "--epochs", "1", "--layers", "64", "--seed", "7", "--json", "--out", t.TempDir())
	fields := parse[map[string]json.RawMessage](t, out)
	for _, name := range []string{"data", "rows", "columns", "variant", "layers", "seed", "implementation", "epochs", "interrupted",
		"held_out_squared_error", "penalties", "active_units", "pca_squared_error", "ratio", "rows_per_second", "seconds", "files"} {
		if _, ok := fields[name]; !ok {
			t.Errorf("no %s in %s", name, out)
		}
	}
	if string(fields["ratio"]) != "null" || string(fields["seed"]) != "7" {
		t.Errorf("ratio %s, seed %s", fields["ratio"], fields["seed"])
	}
}

// The penalties are told with the prior that they stand for.
func TestTrainJSONPenalties(t *testing.T) {
	out := mustLamina(t, "train", "--epochs", "1", "--variant", "sparse", "--penalty", "l1=0", "--json", "--out", t.TempDir())
	r := parse[trainReport](t, out)
	if len(r.Penalties) != 2 || r.ActiveUnits == nil {
		t.Fatal(out)
	}
	p := r.Penalties[0]
	if p.Kind != "l1" || *p.Omega <= 0 || *p.NegLogPrior != *p.Omega+*p.Constant || *p.Constant < 169.54 || *p.Constant > 169.55 {
		t.Error(out)
	}
	if p = r.Penalties[1]; *p.Omega != 0 || p.Constant != nil || p.NegLogPrior != nil {
		t.Error(out)
	}
}

func TestTrainSummary(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"--epochs 1", "ratio "},
		{"--epochs 1", "1,797 rows × 64 columns, 359 held out"},
		{"--epochs 1 --layers 64", "exact"},
		{"--epochs 1 --held-out 0", "no rows"},
		{"--epochs 1 --likelihood bernoulli", "cross-entropy"},
		{"--epochs 1 --variant sparse", "penalty Ω, l1 "},
		{"--epochs 1 --variant sparse", "nats: Ω and the constant 169.55"}, // −32·log(0.01/2)
		{"--epochs 1 --variant sparse", " of 32\n"},
		{"--epochs 1 --variant contractive", "penalty Ω, contractive "},
		{"--epochs 1 --variant contractive --layers 9,6 --jacobian hutchinson --probes 2 --higher-order 0.1 --tied=false --unit-norm",
			"contractive=0.01 (hutchinson, 2 probes),higher-order=0.1 (hutchinson, 2 probes)"},
		{"--epochs 1 --variant sparse --penalty l1=0.5", "penalty l1=0.01,l1=0.5"},
	} {
		out := mustLamina(t, append(strings.Fields("train --out "+t.TempDir()), strings.Fields(c.args)...)...)
		if !strings.Contains(out, c.want) {
			t.Errorf("%s: %q not in\n%s", c.args, c.want, out)
		}
	}
}

// An interrupt ends training, and what there is is written.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	dir := t.TempDir()
	code, out, err := laminaContext(ctx, "train", "--epochs", "1000000", "--patience", "0", "--json", "--out", dir)
	if code != exitInterrupt || !strings.Contains(err, "lamina: interrupted ") {
		t.Fatalf("exit code %d: %s", code, err)
	}
	r := parse[trainReport](t, out)
	if !r.Interrupted {
		t.Error(out)
	}
	m, loadErr := autoencoder.Load[float32](r.Files.Model)
	if loadErr != nil {
		t.Fatal(loadErr)
	}
	if facts := m.Training(); facts == nil || facts.EpochsRun != r.Epochs || facts.Kept != r.KeptEpoch {
		t.Errorf("the model says %+v, the report %s", facts, out)
	}
}

// An interrupt before there is anything to keep leaves nothing.
func TestInterruptBeforeTraining(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := filepath.Join(t.TempDir(), "run")
	code, _, err := laminaContext(ctx, "train", "--out", dir)
	if code != exitInterrupt || err != "lamina: interrupted\n" {
		t.Errorf("exit code %d: %q", code, err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the directory was left")
	}
}

// A loss that is no number any more is an error. The last good state is written if
// there is one.
func TestDivergence(t *testing.T) {
	for _, args := range []string{
		"--optimiser sgd",
		"--held-out 0 --batch 1797 --scale none --activation relu --epochs 3",
		"--held-out 0 --batch 1797 --scale none --activation relu --epochs 1",
	} {
		dir := filepath.Join(t.TempDir(), "run")
		code, _, err := lamina(append(strings.Fields("train --lr 1e30 --output-activation identity "+args), "--out", dir)...)
		if code != exitError || !strings.Contains(err, "the loss became") || !strings.Contains(err, "kept the initial parameters") || !strings.Contains(err, "nothing was written") {
			t.Errorf("%s: exit code %d: %s", args, code, err)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Error("the directory was left")
		}
	}
}

// Of a training that diverged the events stay, to look at.
func TestDivergenceLeavesEvents(t *testing.T) {
	board := filepath.Join(t.TempDir(), "board")
	code, _, err := lamina("train", "--lr", "1e30", "--optimiser", "sgd", "--output-activation", "identity", "--tensorboard", board, "--out", filepath.Join(t.TempDir(), "run"))
	if code != exitError || !strings.HasSuffix(err, "; nothing was written but the events in "+board+"\n") {
		t.Errorf("exit code %d: %s", code, err)
	}
	if files, _ := filepath.Glob(filepath.Join(board, "events.out.tfevents.*")); len(files) != 1 {
		t.Errorf("events: %v", files)
	}
}

// A log has the pretraining too, and nothing else is among it.
func TestLogOfPretraining(t *testing.T) {
	code, _, errs := lamina("train", "--layers", "6,4", "--pretrain", "1", "--epochs", "1", "--log", "json", "--out", t.TempDir())
	if code != 0 {
		t.Fatal(errs)
	}
	lines := strings.Split(strings.TrimSpace(errs), "\n")
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
	if len(lines) != 9 || !strings.Contains(lines[3], `"msg":"training begins","layer":2,"layers":2`) {
		t.Errorf("log:\n%s", errs)
	}
}

// A log and events stand beside the files; the log replaces progress.
func TestLogAndTensorBoard(t *testing.T) {
	dir, board := t.TempDir(), filepath.Join(t.TempDir(), "board")
	code, _, errs := lamina("train", "--epochs", "2", "--layers", "4", "--log", "json", "--tensorboard", board, "--out", dir)
	if code != 0 {
		t.Fatal(errs)
	}
	lines := strings.Split(strings.TrimSpace(errs), "\n")
	if len(lines) != 4 || !strings.Contains(lines[1], `"msg":"epoch","epoch":1`) {
		t.Errorf("log:\n%s", errs)
	}
	files, err := filepath.Glob(filepath.Join(board, "events.out.tfevents.*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	// Nothing is left of it if training does not begin.
	board += "2"
	if code, _, _ := lamina("train", "--batch", "5000", "--tensorboard", board, "--out", t.TempDir()); code == 0 {
		t.Error("trained with a batch larger than the data")
	}
	if _, err := os.Stat(board); err == nil {
		t.Error("the directory is still there")
	}
}
