package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder"
)

// A trigger cancels as soon as it has been written some text.
type trigger struct {
	bytes.Buffer
	text   string
	cancel func()
}

func (w *trigger) Write(p []byte) (int, error) {
	n, err := w.Buffer.Write(p)
	if strings.Contains(w.String(), w.text) {
		w.cancel()
	}
	return n, err
}

// interrupted runs a command until it has written text to one of its outputs.
func interrupted(text string, args ...string) (code int, stdout, stderr string) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out, err := &trigger{text: text, cancel: cancel}, &trigger{text: text, cancel: cancel}
	code = run(ctx, args, out, err)
	return code, out.String(), err.String()
}

// Pretraining that is interrupted leaves the layers so far as a model to go on from.
func TestInterruptedPretraining(t *testing.T) {
	for _, test := range []struct {
		at     string
		args   string
		then   string // what goes on from it
		layers string
		kept   int
	}{
		{"pretraining layer 1 of 3", "--variant plain", "--classify", "[24]", 1},
		{"pretraining layer 2 of 3", "--tied", "--tied", "[24,12]", 2},
		{"pretraining layer 3 of 3", "--variant vae", "--variant vae", "[24,12,6]", 3},
		{"pretraining layer 2 of 2", "--classify --layers 24,12", "--classify", "[24,12]", 2},
	} {
		dir := t.TempDir()
		args := append([]string{"train", "--layers", "24,12,6", "--pretrain", "3", "--epochs", "2", "--json", "--out", dir}, strings.Fields(test.args)...)
		code, out, err := interrupted(test.at, args...)
		if code != exitInterrupt || !strings.Contains(err, "lamina: interrupted; kept "+plural(test.kept, "pretrained layer")+" of ") {
			t.Errorf("%s: exit code %d: %s", test.at, code, err)
			continue
		}
		r := parse[trainReport](t, out)
		if layers, _ := json.Marshal(r.Layers); string(layers) != test.layers || len(r.PretrainEpochs) != test.kept || !r.Interrupted || r.HeldOutSquaredError == nil || r.TrainNegLog != nil {
			t.Errorf("%s: %s", test.at, out)
		}
		m, loadErr := autoencoder.Load[float32](r.Files.Model)
		if loadErr != nil || m.CodeSize() != r.Layers[len(r.Layers)-1] {
			t.Errorf("%s: %v", test.at, loadErr)
		}
		mustLamina(t, "info", "--model", r.Files.Model)
		mustLamina(t, append([]string{"train", "--stack", r.Files.Model, "--epochs", "1", "--out", t.TempDir()}, strings.Fields(test.then)...)...)
	}
}

// A sweep that is interrupted leaves the sizes that were finished.
func TestInterruptedSweep(t *testing.T) {
	dir := t.TempDir()
	code, out, err := interrupted("\n       2 ", "sweep", "--epochs", "1", "--layers", "4,1", "--codes", "1,2,3", "--data", plane(t), "--out", dir)
	if code != exitInterrupt || !strings.HasSuffix(err, "lamina: interrupted after 2 of 3 code sizes\n") || !strings.Contains(out, "written ") {
		t.Errorf("exit code %d: %s%s", code, out, err)
	}
	if csv := string(read(t, filepath.Join(dir, capacityCSV))); strings.Count(csv, "\n") != 3 {
		t.Errorf("%s", csv)
	}
	if _, err := os.Stat(filepath.Join(dir, capacityPicture)); err != nil {
		t.Error(err)
	}
}

// Commands that take long for every row end with the interrupt.
func TestInterruptedChains(t *testing.T) {
	model := trained(t, "--variant", "score", "--layers", "6", "--data", plane(t))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range []string{"sample --method langevin --steps 2", "sample --method walk-back --steps 2", "tangents"} {
		code, out, err := laminaContext(ctx, append(strings.Fields(args), "--model", model, "--data", plane(t))...)
		if code != exitInterrupt || out != "" || err != "lamina: interrupted\n" {
			t.Errorf("%s: exit code %d: %s%s", args, code, out, err)
		}
	}
}
