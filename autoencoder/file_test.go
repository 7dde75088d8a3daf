package autoencoder

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/tensorio"
)

func TestSaveLoadRoundTrip(t *testing.T) {
	dir := t.TempDir()
	x := curve[float32](1, 80, 6)
	for i := range x.Rows {
		x.Row(i)[3] = 2 // a column that does not vary
	}
	for _, v := range variants {
		for _, scaling := range Scalings() {
			c := variant(t, v.names[0], 6, 5, 3)
			if c.hasPenalty("contractive") {
				c.Layers = []int{3}
			}
			c.Scaling, c.Seed = scaling, 1<<63+1
			m := newModel[float32](t, c)
			fit(t, m, x, quick())
			path := filepath.Join(dir, "m.safetensors")
			if err := m.Save(path); err != nil {
				t.Fatal(err)
			}
			back, err := Load[float32](path)
			if err != nil {
				t.Fatal(err)
			}
			a, b := mustJSON(t, m.Config()), mustJSON(t, back.Config())
			if a != b {
				t.Errorf("configuration %s came back as %s", a, b)
			}
			want, err := m.Reconstruct(x)
			if err != nil {
				t.Fatal(err)
			}
			got, err := back.Reconstruct(x)
			if err != nil {
				t.Fatal(err)
			}
			equalBits(t, "reconstruction", got.Data, want.Data)
			again := filepath.Join(dir, "again.safetensors")
			if err := back.Save(again); err != nil {
				t.Fatal(err)
			}
			one, _ := os.ReadFile(path)
			two, _ := os.ReadFile(again)
			if len(one) == 0 || !slices.Equal(one, two) {
				t.Error("saving the loaded model gives another file")
			}
		}
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Whatever is wrong with a file, the error names the file, the place and what was
// expected.
func TestLoadRefusesDamagedModels(t *testing.T) {
	dir := t.TempDir()
	m := newModel[float32](t, variant(t, "plain", 6, 5, 3))
	fit(t, m, curve[float32](1, 80, 6), quick())
	good := filepath.Join(dir, "good.safetensors")
	if err := m.Save(good); err != nil {
		t.Fatal(err)
	}
	type file struct {
		tensors []tensorio.Tensor
		meta    map[string]string
	}
	replace := func(key, old, new string) func(*file) {
		return func(f *file) {
			if !strings.Contains(f.meta[key], old) {
				t.Fatalf("%s has no %s: %s", key, old, f.meta[key])
			}
			f.meta[key] = strings.Replace(f.meta[key], old, new, 1)
		}
	}
	bias := func(f *file) *tensorio.Tensor {
		return &f.tensors[slices.IndexFunc(f.tensors, func(t tensorio.Tensor) bool { return t.Name == "encoder.1.bias" })]
	}
	for _, c := range []struct {
		damage func(*file)
		want   string
	}{
		{func(f *file) { delete(f.meta, metaFormat) }, "no lamina.format in the metadata"},
		{func(f *file) { f.meta[metaFormat] = "2" }, `lamina.format is "2", expected "1"`},
		{func(f *file) { delete(f.meta, metaConfig) }, "no lamina.config"},
		{func(f *file) { f.meta[metaConfig] = "{" }, "lamina.config: unexpected EOF"},
		{func(f *file) { f.meta[metaConfig] += "x" }, "lamina.config: something follows"},
		{func(f *file) { f.meta[metaTraining] = `{"rows":"many"}` }, "lamina.training: json: cannot unmarshal string"},
		{replace(metaConfig, `"hidden"`, `"warp":1,"hidden"`), `lamina.config: json: unknown field "warp"`},
		{replace(metaConfig, `[5,3]`, `[0,3]`), "lamina.config: layers: width 0 at place 1"},
		{replace(metaConfig, `[5,3]`, `[1000000,3]`), `tensor "encoder.0.weight" has shape [6 5], expected [6 1000000]`},
		{replace(metaConfig, `[5,3]`, `[5,2000000000]`), "lamina.config: layers: width 2000000000 at place 2 is too large"},
		{replace(metaConfig, `[5,3]`, `[5,4]`), `expected [5 4]`},
		{replace(metaScaling, `"shift":[`, `"shift":[1,`), "lamina.scaling: scaling has 7 shifts and 6 scales, expected 6"},
		{replace(metaScaling, `"scale":[`, `"scale":[-`), "scale -"},
		{replace(metaScaling, `min-max`, `standard`), `lamina.scaling: scaling is "standard", expected "min-max"`},
		{func(f *file) { f.tensors = f.tensors[1:] }, "is missing, expected shape"},
		{func(f *file) { bias(f).F32[2] = float32(inf()) }, `tensor "encoder.1.bias" has +Inf at row 1, column 3`},
		{func(f *file) { bias(f).Shape = []int{3} }, `tensor "encoder.1.bias" has shape [3], expected [1 3]`},
		{func(f *file) { *bias(f) = tensorio.NewTensor("encoder.1.bias", []int{1, 3}, make([]float64, 3)) }, `tensor "encoder.1.bias" is`},
		{func(f *file) { f.tensors = append(f.tensors, tensorio.NewTensor("extra", []int{1}, []float32{1})) }, `tensor "extra" is not part`},
	} {
		tensors, meta, err := tensorio.ReadSafetensors(good)
		if err != nil {
			t.Fatal(err)
		}
		f := file{tensors, meta}
		c.damage(&f)
		path := filepath.Join(dir, "bad.safetensors")
		if err := tensorio.WriteSafetensors(path, f.tensors, f.meta); err != nil {
			t.Fatal(err)
		}
		_, err = Load[float32](path)
		if err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
	if _, err := Load[float64](good); err == nil || !strings.Contains(err.Error(), "float32") {
		t.Errorf("float32 model loaded as float64: %v", err)
	}
	if _, err := Load[float32](dir); err == nil || !strings.Contains(err.Error(), "directory") {
		t.Errorf("a directory: %v", err)
	}
}
