package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/tensorio"
)

// pictures is a folder of two pictures with edges, of different size.
func pictures(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for i, name := range []string{"a.png", "b.png"} {
		m := image.NewGray(image.Rect(0, 0, 30, 20+10*i))
		for p := range m.Pix {
			x, y := p%30, p/30
			m.SetGray(x, y, color.Gray{Y: uint8(40 + 90*((x+2*y)/7%2) + 3*(x*y%11))})
		}
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestPSD(t *testing.T) {
	dir, run := pictures(t), filepath.Join(t.TempDir(), "run")
	args := []string{"train", "--variant", "psd", "--data", dir, "--patch", "5", "--patches", "400", "--layers", "30", "--epochs", "2", "--activation", "shrink", "--out", run}
	r := parse[psdReport](t, mustLamina(t, append(args, "--json")...))
	if r.Rows != 400 || r.Columns != 25 || r.Epochs != 2 || r.Config.Atoms != 30 || r.Config.Preprocess.Whitening != "zca" || r.Pictures == nil || !r.Pictures.MixedSizes ||
		r.HeldOut == nil || r.HeldOut.Rows != 20 || len(r.Files) != 5 || r.Missed != 0 || r.Codes != 760 {
		t.Errorf("%+v", r)
	}
	first := map[string][]byte{}
	for _, f := range r.Files {
		first[f] = read(t, f)
	}
	if out := mustLamina(t, args...); !strings.Contains(out, "from 2 pictures of mixed size") || !strings.Contains(out, "0 of 760 without a certificate") {
		t.Errorf("%s", out)
	}
	for _, f := range r.Files {
		if !bytes.Equal(read(t, f), first[f]) {
			t.Errorf("%s differs the second time", f)
		}
	}
	model := filepath.Join(run, modelFile)
	codes, certs, ready := filepath.Join(run, "h.npy"), filepath.Join(run, "c.csv"), filepath.Join(run, "z.npy")
	data := []string{"--model", model, "--data", dir, "--patch", "5", "--patches", "60", "--patch-seed", "9"}
	e := parse[psdApplyReport](t, mustLamina(t, append([]string{"encode", "--certify", "--tolerance", "1e-5", "--certificates", certs, "--prepared", ready, "--out", codes, "--json"}, data...)...))
	if e.Rows != 60 || e.OutColumns != 30 || e.Certify == nil || e.Certify.Missed > 3 || !(e.Certify.Density > 0 && e.Certify.Density < 1) {
		t.Errorf("%+v %+v", e.applyReport, e.Certify)
	}
	for path, width := range map[string]int{codes: 30, certs: 5, ready: 25} {
		if ds, err := tensorio.Open[float64](path, tensorio.Options{}); err != nil || ds.Len() != 60 || ds.Width() != width {
			t.Errorf("%s: %v", path, err)
		}
	}
	// Few iterations are told of, and the codes are still written.
	code, _, stderr := lamina(append([]string{"encode", "--certify", "--max-iterations", "1", "--tolerance", "1e-6", "--out", codes}, data...)...)
	if code != 0 || !strings.Contains(stderr, "codes have no certificate") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	for _, command := range []string{"encode", "reconstruct", "score"} {
		if out := mustLamina(t, append([]string{command}, data...)...); strings.Count(out, "\n") != 61 && strings.Count(out, "\n") != 60 {
			t.Errorf("%s: %d lines", command, strings.Count(out, "\n"))
		}
	}
	if out := mustLamina(t, "info", "--model", model); !strings.Contains(out, "psd, 30 atoms for 25 columns") {
		t.Error(out)
	}
	if r := parse[psdModelReport](t, mustLamina(t, "info", "--json", "--model", model)); r.Config.Encoder != "shrink" || r.Training == nil {
		t.Errorf("%+v", r)
	}
	if out := mustLamina(t, "info", "--model", model); !strings.Contains(out, "2 epochs, batch 256, exact") {
		t.Error(out)
	}
	// The codes are data for a layer above.
	above := filepath.Join(t.TempDir(), "above")
	if r := parse[psdReport](t, mustLamina(t, "train", "--variant", "psd", "--data", codes, "--rectify", "abs", "--layers", "8", "--epochs", "1", "--json", "--out", above)); r.Columns != 30 || r.Config.Preprocess.Rectify != "abs" || r.Config.Preprocess.Whitening != "standard" {
		t.Errorf("%+v", r)
	}
}

// Training is reported on, and ends early, as that of other variants.
func TestPSDTraining(t *testing.T) {
	dir := t.TempDir()
	data := file(t, "rows.csv", strings.Repeat("1,2,4\n2,1,0\n0,3,1\n4,4,2\n3,0,2\n", 8))
	args := []string{"train", "--variant", "psd", "--data", data, "--layers", "6", "--epochs", "40", "--batch", "10", "--lr", "0.3", "--held-out", "0.2", "--patience", "2",
		"--schedule", "step", "--schedule-every", "1", "--schedule-factor", "0.9", "--log", "json", "--tensorboard", filepath.Join(dir, "events"), "--out", filepath.Join(dir, "run"), "--json"}
	code, stdout, stderr := lamina(args...)
	if code != 0 || strings.Contains(stderr, "epoch 1/40") {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, want := range []string{`"msg":"training begins"`, `"msg":"learning rate"`, `"msg":"training ended"`} {
		if !strings.Contains(stderr, want) {
			t.Errorf("no %s in %s", want, stderr)
		}
	}
	r := parse[psdReport](t, stdout)
	if r.Epochs == 40 || r.Kept != r.Epochs-2 || r.HeldOut == nil || r.Training.Patience != 2 {
		t.Errorf("%+v", r)
	}
	if files, err := filepath.Glob(filepath.Join(dir, "events", "*")); err != nil || len(files) != 1 || !bytes.Contains(read(t, files[0]), []byte("held_out/objective")) {
		t.Errorf("%v: events %v", err, files)
	}
	if out := mustLamina(t, "info", "--model", filepath.Join(dir, "run", modelFile)); !strings.Contains(out, "learning rate 0.3 (step), codes") {
		t.Error(out)
	}
}

func TestPSDRefusals(t *testing.T) {
	dir, model := pictures(t), trained(t)
	flat := file(t, "flat.csv", strings.Repeat("1,1,1\n", 9))
	run := filepath.Join(t.TempDir(), "run")
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"train --variant psd --lambda 0", 2, "--lambda 0: expected a positive"},
		{"train --variant psd --gamma -1", 2, "--gamma -1: expected"},
		{"train --variant psd --layers 9,8", 2, "--layers 9,8: psd has one layer"},
		{"train --variant psd --activation relu", 2, `--activation: unknown encoder "relu"`},
		{"train --variant psd --whiten ica", 2, `--whiten: unknown whitening "ica"`},
		{"train --variant psd --contrast none --whiten none --components 3", 2, "--components 3"},
		{"train --variant psd --dictionary svd", 2, `--dictionary: unknown update "svd"`},
		{"train --variant psd --solver lars", 2, `--solver: unknown solver "lars"`},
		{"train --variant psd --tolerance 3", 2, "--tolerance 3"},
		{"train --variant psd --epochs 3 --lambda-ramp 100", 2, "--lambda-ramp 100: training has only 3 epochs"},
		{"train --variant psd --gamma-ramp -1", 2, "--gamma-ramp -1"},
		{"train --variant psd --batch 2000", 1, "digits: --batch 2000: the data has only 1707 training rows; a full batch takes all of them"},
		{"train --variant psd --batch 20 --full-batch", 2, "--batch 20 beside a full batch"},
		{"train --full-batch", 2, "--full-batch: only variant psd has it"},
		{"train --variant psd --lr 1e-60", 2, "--lr 1e-60: expected a positive, finite learning rate in float32"},
		{"train --variant psd --weight-decay 0.1", 2, "--weight-decay: variant psd has none: atoms have unit length"},
		{"train --variant psd --clip-norm 1", 2, "--clip-norm: variant psd has none: its gradients are of one layer"},
		{"train --variant psd --patience 3 --held-out 0", 2, "--patience 3 without held-out rows"},
		{"train --variant psd --schedule slope", 2, `--schedule: unknown schedule "slope"`},
		{"train --variant psd --schedule step --schedule-every 10 --epochs 4", 1, "digits: --schedule-every 10: training has only 4 epochs"},
		{"train --variant psd --log xml", 2, `--log "xml": expected text or json`},
		{"train --variant psd --noise masking", 2, "--noise: variant psd has no such part"},
		{"train --gamma 2", 2, "--gamma: only variant psd has it"},
		{"train --patch 3", 1, "digits: patches are drawn from a folder"},
		{"train --variant psd --data DIR", 1, "DIR: pictures of mixed size"},
		{"train --variant psd --data DIR --patch 40", 1, "no picture has room for a patch of 40×40"},
		{"train --variant psd --contrast local --data FLAT", 1, "FLAT: preprocess: no row has contrast"},
		{"encode --certify --model MODEL", 2, "--certify: only models of variant psd have it"},
	} {
		args := strings.Fields(strings.NewReplacer("DIR", dir, "MODEL", model, "FLAT", flat).Replace(c.args))
		if args[0] == "train" {
			args = append(args, "--out", run)
		}
		code, stdout, stderr := lamina(args...)
		want := strings.NewReplacer("DIR", dir, "FLAT", flat).Replace(c.want)
		if code != c.code || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit code %d, %q, %q, want %q", c.args, code, stdout, stderr, want)
		}
		if _, err := os.Stat(run); err == nil {
			t.Errorf("%s left a directory", c.args)
		}
	}
}
