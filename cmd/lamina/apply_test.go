package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// What the commands write is what the library computes, in every format.
func TestApply(t *testing.T) {
	path := trained(t)
	m, err := autoencoder.Load[float32](path)
	if err != nil {
		t.Fatal(err)
	}
	x, err := tensorio.ReadAll(tensorio.Digits[float32]())
	if err != nil {
		t.Fatal(err)
	}
	codes, err := m.Encode(x)
	if err != nil {
		t.Fatal(err)
	}
	copies, err := m.Reconstruct(x)
	if err != nil {
		t.Fatal(err)
	}
	scores, err := m.Score(x)
	if err != nil {
		t.Fatal(err)
	}
	var flat []float64
	for _, s := range scores {
		flat = append(flat, s.NegLog, s.SquaredError)
	}
	spaces, err := m.Tangents(context.Background(), x, 1)
	if err != nil {
		t.Fatal(err)
	}
	tangentColumns, tangentRows := []string{"dimension", "norm", "sigma_1"}, []float64(nil)
	for j := range x.Cols { // they have no names
		tangentColumns = append(tangentColumns, fmt.Sprintf("tangent_1.%d", j+1))
	}
	for _, s := range spaces {
		tangentRows = append(tangentRows, float64(s.Dimension()), kernels.Nrm2(s.Spectrum), s.Spectrum[0])
		tangentRows = append(tangentRows, s.Directions.Row(0)...)
	}
	for _, c := range []struct {
		command string
		columns []string
		want    []float64
	}{
		{"encode", []string{"h1", "h2", "h3", "h4"}, widen(codes.Data)},
		{"reconstruct", tensorio.Digits[float32]().Columns(), widen(copies.Data)},
		{"score", []string{"neg_log", "squared_error"}, flat},
		{"tangents", tangentColumns, tangentRows},
	} {
		stdout := mustLamina(t, c.command, "--model", path)
		header := len(c.columns) > 0
		records, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if header && !slices.Equal(records[0], append(slices.Clone(c.columns), tensorio.LabelColumn)) {
			t.Errorf("%s: header %v", c.command, records[0])
		}
		for _, name := range []string{"out.csv", "out.npy", "-"} {
			var opts tensorio.Options
			out := filepath.Join(t.TempDir(), name)
			if name == "-" {
				out = file(t, "stdout.csv", stdout)
			} else {
				r := parse[applyReport](t, mustLamina(t, c.command, "--model", path, "--out", out, "--json"))
				if r.Rows != x.Rows || r.OutColumns != len(c.want)/x.Rows || r.Out != out {
					t.Errorf("%s: %+v", c.command, r)
				}
			}
			if !strings.HasSuffix(out, ".npy") {
				opts.Label = tensorio.LabelColumn
				if !header {
					opts.Label = "65"
				}
			}
			back, err := tensorio.Open[float64](out, opts)
			if err != nil {
				t.Fatal(err)
			}
			got, err := tensorio.ReadAll(back)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(got.Data, c.want, func(a, b float64) bool { return a == b || float32(a) == float32(b) && c.command != "score" }) {
				t.Errorf("%s --out %s differs from the library's result", c.command, name)
			}
			if labels := back.Labels(); opts.Label != "" && !slices.Equal(labels.Class, tensorio.Digits[float32]().Labels().Class) {
				t.Errorf("%s --out %s: labels differ", c.command, name)
			}
		}
	}
}

func widen(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}
