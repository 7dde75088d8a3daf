package main

import (
	"bytes"
	"image/png"
	"path/filepath"
	"strings"
	"testing"
)

// plane is a CSV file of rows of two columns.
func plane(t *testing.T) string {
	return file(t, "plane.csv", "u,v\n"+strings.Repeat("1,2\n3,5\n4,4\n0,1\n2,2\n", 12))
}

// Every method draws rows in every format, the same ones again, and as many as asked for.
func TestSample(t *testing.T) {
	vae := trained(t, "--variant", "vae", "--layers", "6,2")
	score := trained(t, "--variant", "score", "--layers", "6", "--data", plane(t))
	codes := file(t, "codes.csv", "0.5,-1\n1,2\n0,0\n")
	for _, c := range []struct {
		args    string
		rows    int
		columns int // labels not counted
	}{
		{"--model VAE --n 5", 5, 64},
		{"--model VAE --n 5 --mean --seed 3", 5, 64},
		{"--model VAE --method decode --data CODES", 3, 64},
		{"--model VAE --method encode --n 4", 4, 2},
		{"--model VAE --method reconstruct --n 4", 4, 64},
		{"--model SCORE --method langevin --data PLANE --steps 3 --step 0.5", 60, 2},
		{"--model SCORE --method walk-back --data PLANE --steps 3 --n 7", 7, 2},
	} {
		args := strings.Fields(strings.NewReplacer("VAE", vae, "SCORE", score, "CODES", codes, "PLANE", plane(t)).Replace(c.args))
		out := mustLamina(t, append([]string{"sample"}, args...)...)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		if strings.HasPrefix(lines[0], "u,v") || strings.HasPrefix(lines[0], "h1,h2") {
			lines = lines[1:]
		}
		if len(lines) != c.rows || strings.Count(lines[0], ",") != c.columns-1 {
			t.Errorf("%s: %d lines, first %q", c.args, len(lines), lines[0])
		}
		if again := mustLamina(t, append([]string{"sample"}, args...)...); again != out {
			t.Errorf("%s: the second time, the rows differ", c.args)
		}
		dir := t.TempDir()
		formats := []string{"x.npy", "x.csv", "x.png"}
		if strings.Contains(c.args, "encode") {
			formats = formats[:2]
		}
		for _, name := range formats {
			path := filepath.Join(dir, name)
			r := parse[sampleReport](t, mustLamina(t, append([]string{"sample", "--json", "--out", path}, args...)...))
			if r.Rows != c.rows || r.Columns != c.columns {
				t.Errorf("%s: %+v", c.args, r)
			}
			if name == "x.png" {
				if _, err := png.Decode(bytes.NewReader(read(t, path))); err != nil {
					t.Errorf("%s: %v", c.args, err)
				}
			}
			if name == "x.csv" && string(read(t, path)) != out {
				t.Errorf("%s: the file differs from what is printed", c.args)
			}
		}
	}
}

// Score adds the evidence where codes have a prior, and train reports it.
func TestEvidenceColumns(t *testing.T) {
	dir := t.TempDir()
	r := parse[trainReport](t, mustLamina(t, "train", "--variant", "vae", "--layers", "6,2", "--epochs", "2", "--json", "--out", dir))
	if r.HeldOutNegELBO == nil || r.HeldOutNegLogP == nil || !(*r.HeldOutNegLogP < *r.HeldOutNegELBO) || r.EvidenceSamples != 64 || r.HeldOutBitsPerDim == nil {
		t.Errorf("%+v", r)
	}
	out := mustLamina(t, "score", "--model", r.Files.Model, "--samples", "3")
	if !strings.HasPrefix(out, "neg_log,squared_error,neg_elbo,neg_log_p,label\n") || strings.Count(out, "\n") != 1798 {
		t.Error(out[:100])
	}
}

// A model of two columns and gaussian noise gets a picture of its score field.
func TestScorePicture(t *testing.T) {
	r := parse[trainReport](t, mustLamina(t, "train", "--variant", "score", "--layers", "6", "--epochs", "2", "--json", "--data", plane(t), "--out", t.TempDir()))
	if !strings.HasSuffix(r.Files.Score, "score.png") {
		t.Fatalf("%+v", r.Files)
	}
	if _, err := png.Decode(bytes.NewReader(read(t, r.Files.Score))); err != nil {
		t.Error(err)
	}
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	r := parse[sweepReport](t, mustLamina(t, "sweep", "--variant", "pca", "--epochs", "1", "--codes", "2,64", "--json", "--out", dir))
	if len(r.Codes) != 2 || !(r.Codes[0].Scrambled > 0.5) || !(r.Codes[1].Scrambled < 0.01) {
		t.Errorf("%+v", r)
	}
	if _, err := png.Decode(bytes.NewReader(read(t, filepath.Join(dir, capacityPicture)))); err != nil {
		t.Error(err)
	}
	out := mustLamina(t, "sweep", "--epochs", "1", "--layers", "4,1", "--data", plane(t), "--out", dir)
	if strings.Count(string(read(t, filepath.Join(dir, capacityCSV))), "\n") != 4 || !strings.Contains(out, "scrambled") {
		t.Error(out)
	}
}
