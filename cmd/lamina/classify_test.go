package main

import (
	"encoding/csv"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/tensorio"
)

// A stack is pretrained and tuned, and a classifier and a probe start from its file.
func TestTrainStackAndClassifiers(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	train := func(name string, args ...string) trainReport {
		t.Helper()
		return parse[trainReport](t, mustLamina(t, append([]string{"train", "--json", "--out", at(name)}, args...)...))
	}
	deep := train("deep", "--layers", "24,12,6", "--activation", "sigmoid", "--pretrain", "2", "--epochs", "2", "--variant", "denoising")
	if len(deep.PretrainEpochs) != 3 || deep.HeldOutSquaredError == nil || deep.HeldOutAccuracy != nil {
		t.Errorf("%+v", deep)
	}
	model := deep.Files.Model
	tuned := train("tuned", "--stack", model, "--epochs", "3", "--penalty", "l1=0.001")
	if !(*tuned.HeldOutSquaredError < *deep.HeldOutSquaredError) || !slices.Equal(tuned.Layers, []int{24, 12, 6}) {
		t.Errorf("tuning went from %v to %v", *deep.HeldOutSquaredError, *tuned.HeldOutSquaredError)
	}
	direct := train("direct", "--classify", "--layers", "24", "--epochs", "5")
	pretrained := train("pretrained", "--classify", "--pretrain", "2", "--layers", "24,12", "--tied", "--epochs", "5")
	probe := train("probe", "--classify", "--stack", model, "--freeze", "all", "--epochs", "30")
	for name, r := range map[string]trainReport{"direct": direct, "pretrained": pretrained, "probe": probe} {
		least := 0.85
		if name == "probe" {
			least = 0.3 // of six units
		}
		if r.HeldOutAccuracy == nil || !(*r.HeldOutAccuracy > least) || len(r.Classes) != 10 || !(*r.CommonestClass < 0.2) ||
			r.HeldOutSquaredError != nil || r.Ratio != nil || r.Files.Reconstructions != "" || len(r.Files.list()) != 4 {
			t.Errorf("%s: %+v", name, r)
		}
	}
	codes := func(path string) string { return mustLamina(t, "encode", "--model", path) }
	if codes(probe.Files.Model) != codes(model) || codes(tuned.Files.Model) == codes(model) {
		t.Error("a probe changed the code, or tuning did not")
	}

	info := parse[modelReport](t, mustLamina(t, "info", "--json", "--model", probe.Files.Model))
	if len(info.Classes) != 10 || info.Training.Frozen != 3 || *info.Training.Accuracy != *probe.HeldOutAccuracy {
		t.Errorf("%+v", info)
	}
	for _, want := range []string{"classifier, 64-24-12-6-10;", "layers sigmoid, sigmoid, identity", "categorical likelihood of 10 classes",
		"first 3 encoder layers kept", "accuracy 0."} {
		if out := mustLamina(t, "info", "--model", probe.Files.Model); !strings.Contains(out, want) {
			t.Errorf("%q not in\n%s", want, out)
		}
	}
	out := mustLamina(t, "train", "--classify", "--pretrain", "1", "--epochs", "1", "--layers", "5,4", "--out", at("text"))
	for _, want := range []string{"pretrained  2 layers, kept epochs 1, 1", "held out    accuracy", "commonest class"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q not in\n%s", want, out)
		}
	}
}

// Classify writes what the library computes, and tells the accuracy.
func TestClassify(t *testing.T) {
	path := trained(t, "--classify")
	c, err := autoencoder.LoadClassifier[float32](path)
	if err != nil {
		t.Fatal(err)
	}
	data := tensorio.Digits[float32]()
	x, err := tensorio.ReadAll(data)
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.Probabilities(x)
	if err != nil {
		t.Fatal(err)
	}
	told, err := c.Predict(x)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(mustLamina(t, "classify", "--model", path))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(records[0], " "); got != "0 1 2 3 4 5 6 7 8 9 label" {
		t.Error(got)
	}
	right := 0
	for i, r := range records[1:] {
		if r[10] != strconv.Itoa(told[i]) || r[3] != strconv.FormatFloat(float64(p.Row(i)[3]), 'g', -1, 32) {
			t.Fatalf("row %d: %v, want class %d of %v", i, r, told[i], p.Row(i))
		}
		if told[i] == data.Labels().Class[i] {
			right++
		}
	}
	out := filepath.Join(t.TempDir(), "p.npy")
	r := parse[applyReport](t, mustLamina(t, "classify", "--model", path, "--out", out, "--json"))
	if r.OutColumns != 10 || r.Accuracy == nil || *r.Accuracy != float64(right)/float64(x.Rows) {
		t.Errorf("%+v: %d right", r, right)
	}
}
