package cases

import (
	"slices"
	"testing"

	"github.com/lamina-go/lamina/kernels"
)

// The results of jobs and conversions are their rivals'.
func TestJobsAgree(t *testing.T) {
	testJobsAgree(t, matrixRivals32, 2e-5)
	testJobsAgree(t, matrixRivals64, 1e-13)
}

func testJobsAgree[T kernels.Float](t *testing.T, rivals map[string]map[string]func(*operandsOf[T]) []T, tol float64) {
	py := workers(t)
	for _, family := range []struct {
		jobs  []job[T]
		shape shapeOf
	}{
		{matrixJobs(rivals), shapeOf{5, 37}},
		{categoricalJobs[T](), shapeOf{5, 37}},
		{likelihoodJobs[T](), shapeOf{1, 100}},
		{optimiserJobs[T](), shapeOf{1, 100}},
	} {
		for _, j := range family.jobs {
			t.Log(j.name)
			fresh := func() *operandsOf[T] { return newOperandsOf[T](family.shape.rows, family.shape.cols) }
			got := j.lamina(fresh())
			for name, r := range j.rivals {
				compare(t, name+" "+j.name, got, r(fresh()), tol)
			}
			if j.torch != "" {
				comparePython(t, py, "torch_kernels."+j.torch, j.inputs(fresh()), got, tol)
			}
		}
	}
	for _, j := range randomJobs[T]() { // of which no two have the same result
		for _, w := range py {
			c, err := w.Make("torch_kernels.random", j.inputs(newOperandsOf[T](1, 100)))
			if err != nil {
				t.Fatal(err)
			}
			c.Close()
		}
	}
}

func TestFormatsAgree(t *testing.T) {
	py := workers(t)
	for _, f := range formats() {
		x := uniform[float32](200, 0, 256)
		lamina, _, result := f.make(x)
		lamina()
		got := slices.Clone(result())
		if _, loop, result := f.make(x); loop != nil {
			loop()
			compare(t, f.name+" in Go", got, result(), 0)
		}
		switch f.target {
		case "float32", "float64": // what arrays from Python can be
			comparePython(t, py, "torch_kernels.convert", f.formatInputs(x), got, 0)
		}
	}
}
