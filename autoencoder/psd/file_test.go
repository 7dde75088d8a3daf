package psd

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/tensorio"
)

func TestSaveAndLoad(t *testing.T) {
	x, _ := planted[float32](80, 9, 14, 2)
	for _, s := range []preprocess.Spec{{}, {Contrast: "local", Whitening: "pca", Components: 5}} {
		c := small()
		c.Preprocess = s
		m, _ := fit(t, c, TrainConfig{Epochs: 1, LR: 1e-2}, x)
		path := filepath.Join(t.TempDir(), "m.safetensors")
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		n, err := Load[float32](path)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := m.Reconstruct(x)
		b, err := n.Reconstruct(x)
		if err != nil || fmt.Sprint(a.Data) != fmt.Sprint(b.Data) || fmt.Sprint(m.Config()) != fmt.Sprint(n.Config()) {
			t.Errorf("%+v: %v; another model came back", s, err)
		}
		if _, err := n.Fit(context.Background(), tensorio.FromMatrix(x), TrainConfig{Epochs: 1, LR: 1e-3}); err != nil {
			t.Errorf("going on: %v", err)
		}
		tensors, meta, err := tensorio.ReadSafetensors(path)
		if err != nil {
			t.Fatal(err)
		}
		if !Is(meta) {
			t.Error("Is does not know its own")
		}
		clear(tensors[0].F32[:9])
		bad := filepath.Join(t.TempDir(), "bad.safetensors")
		for _, c := range []struct {
			tensors []tensorio.Tensor
			meta    map[string]string
			want    string
		}{
			{tensors[1:], meta, `"dictionary" is missing`},
			{append(tensors[:len(tensors):len(tensors)], tensorio.NewTensor("more", []int{1}, []float32{1})), meta, `"more" is not part`},
			{tensors, map[string]string{}, "lamina.kind"},
			{tensors, map[string]string{metaFormat: "1", metaKind: "psd", metaConfig: "{}", metaOutputs: "9"}, "inputs 0"},
			{tensors, map[string]string{metaFormat: "1", metaKind: "psd", metaConfig: meta[metaConfig], metaOutputs: "99"}, "is 99, expected"},
			{tensors, map[string]string{metaFormat: "1", metaKind: "psd", metaConfig: `{"what":1}`}, "unknown field"},
		} {
			if err := tensorio.WriteSafetensors(bad, c.tensors, c.meta); err != nil {
				t.Fatal(err)
			}
			if _, err := Load[float32](bad); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		}
	}
}

func TestZeroAtomInAFile(t *testing.T) {
	x, _ := planted[float32](30, 4, 6, 2)
	m, _ := fit(t, small(), TrainConfig{Epochs: 1, LR: 1e-2}, x)
	clear(m.dictionary().Row(2))
	path := filepath.Join(t.TempDir(), "m.safetensors")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	if _, err := Load[float32](path); err == nil || !strings.Contains(err.Error(), "atom 3 is zero") {
		t.Error(err)
	}
	if _, err := m.Optimize(x, sparsecode.Options{}); err == nil || !strings.Contains(err.Error(), "atom 3 is zero") {
		t.Error(err)
	}
}
