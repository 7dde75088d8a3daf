package autoencoder

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// Files whose configuration has none of the fields that came later still load.
func TestLoadsTheFirstFiles(t *testing.T) {
	c := Config{Inputs: 3, Layers: []int{2}, Hidden: "tanh", Code: "identity", Output: "identity", Scaling: "none"}
	m := newModel[float32](t, c)
	var tensors []tensorio.Tensor
	for _, s := range m.net.layout.Slots() {
		tensors = append(tensors, tensorio.NewTensor(s.Name, s.Shape(), nn.Vec(m.params, s)))
	}
	path := filepath.Join(t.TempDir(), "first.safetensors")
	err := tensorio.WriteSafetensors(path, tensors, map[string]string{
		metaFormat: formatOne, metaScaling: `{"kind":"none"}`,
		metaConfig: `{"variant":"plain","inputs":3,"layers":[2],"hidden":"tanh","code":"identity","output":"identity",` +
			`"likelihood":{"kind":"gaussian","variance":0.5},"scaling":"none","seed":0}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	first, err := Load[float32](path)
	if err != nil {
		t.Fatal(err)
	}
	x := uniform[float32](1, 4, 3)
	want, err := m.Reconstruct(x)
	if err != nil {
		t.Fatal(err)
	}
	got, err := first.Reconstruct(x)
	if err != nil {
		t.Fatal(err)
	}
	equalBits(t, "reconstruction", got.Data, want.Data)
}

func TestSaveLoadRoundTrip(t *testing.T) {
	dir := t.TempDir()
	x := curve[float32](1, 80, 6)
	for i := range x.Rows {
		x.Row(i)[3] = 2 // a column that does not vary
	}
	for _, v := range variants {
		for _, scaling := range Scalings() {
			c := variant(t, v.names[0], 6, 5, 3)
			if !slices.Contains(LikelihoodScalings(c.Likelihood.Kind), scaling) || scaling == "none" && c.Likelihood.Kind != "" {
				continue // the data are not from 0 to 1
			}
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

// Squares of data around 1e25 are beyond float32, those around 1e200 beyond float64.
// Neither costs the training.
func TestSaveDataOfAnySize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.safetensors")
	saved[float32](t, path, 1e25)
	got := saved[float32](t, path, 1)
	for _, by := range []float32{1e25, 1e-25} {
		if large := saved[float32](t, path, by); large == nil {
			t.Errorf("×%v: no squared error", by)
		} else {
			near(t, "squared error", *large/float64(by)/float64(by), *got, 1e-3)
		}
	}
	if large := saved[float64](t, path, 1e200); large != nil {
		t.Errorf("squared error %v", *large)
	}
}

// saved is the squared error that the file of a model keeps, of data of that size.
func saved[T kernels.Float](t *testing.T, path string, size T) *float64 {
	t.Helper()
	x := curve[T](1, 80, 6)
	kernels.Scale(x.Data, size, x.Data)
	m := newModel[T](t, variant(t, "plain", 6, 5, 3))
	fit(t, m, x, quick())
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	back, err := Load[T](path)
	if err != nil {
		t.Fatal(err)
	}
	return back.Training().SquaredError
}

// A model knows the names of its columns, also from its file, and refuses data with
// others, such as other categories. Where a side knows no names, anything goes.
func TestColumnNames(t *testing.T) {
	const d = 4
	x := curve[float32](1, 80, d)
	named := func(names ...string) tensorio.Dataset[float32] {
		data, err := tensorio.NewDense(x, tensorio.Info{Columns: names})
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "m.safetensors")
	own := named("a", "colour=blue", "colour=red", "\xff\xfe")
	for _, knows := range []bool{false, true} {
		m := newModel[float32](t, variant(t, "plain", d, 5, 3))
		data := own
		if !knows {
			data = tensorio.FromMatrix(x)
		}
		if _, err := m.Fit(ctx, data, quick()); err != nil {
			t.Fatal(err)
		}
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		_, meta, err := tensorio.ReadSafetensors(path)
		if _, ok := meta[metaColumns]; err != nil || ok != knows {
			t.Errorf("names in the metadata: %v, %v", ok, err)
		}
		back, err := Load[float32](path)
		if err != nil {
			t.Fatal(err)
		}
		other := named("a", "colour=blue", "colour=green", "\xff\xfe")
		want := ""
		if knows {
			want = `autoencoder: column 3 is "colour=green", the model was trained with "colour=red" there`
		}
		for _, m := range []*Model[float32]{m, back} {
			encode := func(data tensorio.Dataset[float32]) error {
				return m.EncodeData(ctx, data, func(int, kernels.Matrix[float32]) error { return nil })
			}
			for _, data := range []tensorio.Dataset[float32]{own, tensorio.FromMatrix(x)} {
				if err := encode(data); err != nil {
					t.Errorf("its own columns: %v", err)
				}
			}
			if err := encode(other); want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
				t.Errorf("EncodeData: got %v, want %q", err, want)
			}
			if _, err := m.Fit(ctx, other, quick()); want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
				t.Errorf("Fit: got %v, want %q", err, want)
			}
		}
	}
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
		{func(f *file) { f.meta[metaColumns] = `["a","b"]` }, "lamina.columns: 2 names, expected 6"},
		{func(f *file) { f.meta[metaColumns] = `"a"` }, "lamina.columns: json: cannot unmarshal string"},
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
