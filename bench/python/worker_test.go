package python

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lamina-go/lamina/kernels"
)

// worker returns one with the cases of the given source in numpy_test.py.
func worker(t *testing.T, source string) *Worker {
	t.Helper()
	path := os.Getenv("LAMINA_BENCH_PYTHON")
	if path == "" {
		path = "python3"
	}
	if err := exec.Command(path, "-c", "import numpy").Run(); err != nil {
		t.Skipf("%s with NumPy: %v (LAMINA_BENCH_PYTHON names another)", path, err)
	}
	main, err := scripts.ReadFile("worker.py")
	if err != nil {
		t.Fatal(err)
	}
	w := New(path)
	w.files = fstest.MapFS{"worker.py": {Data: main, Mode: 0o644}, "numpy_cases.py": {Data: []byte(source), Mode: 0o644}}
	t.Cleanup(w.Close)
	return w
}

func TestWorker(t *testing.T) {
	w := worker(t, `
def sums(x, y, k):
    print("libraries may print")
    return lambda: (x.sum(axis=1) * k, y * k)
def about():
    return "set up"
def broken():
    raise ValueError("no such luck")
`)
	in := map[string]any{
		"x": kernels.Matrix[float32]{Rows: 2, Cols: 2, Stride: 3, Data: []float32{1, 2, 99, 3, 4}},
		"y": []float64{0.5, -1}, "k": 2,
	}
	c, err := w.Make("numpy_cases.sums", in)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Result()
	if err != nil || len(got) != 2 || !slices.Equal(got[0], []float64{6, 14}) || !slices.Equal(got[1], []float64{1, -2}) {
		t.Errorf("the result is %v, %v", got, err)
	}
	if d := c.Time(10); d <= 0 {
		t.Errorf("ten calls took %v", d)
	}
	if !strings.HasPrefix(c.Library, "numpy ") || !strings.HasSuffix(w.Words()[0], "set up") {
		t.Errorf("library %q, words %q", c.Library, w.Words())
	}
	c.Close()

	for _, name := range []string{"numpy_cases.broken", "numpy_cases.sums", "numpy_cases.nothing", "nolibrary_cases.sums"} {
		if _, err := w.Make(name, nil); err == nil {
			t.Errorf("%s without its inputs: no error", name)
		}
	}
	if words := strings.Join(w.Words(), "\n"); !strings.Contains(words, "no such luck") || !strings.Contains(words, "left out") {
		t.Errorf("words %q", words)
	}
}

func TestNoInterpreter(t *testing.T) {
	w := New("no-such-interpreter")
	defer w.Close()
	for range 2 {
		if _, err := w.Make("torch_functions.one", nil); err == nil {
			t.Error("no error")
		}
	}
	if len(w.Words()) != 1 {
		t.Errorf("words %q, want one line", w.Words())
	}
}
