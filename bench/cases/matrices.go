package cases

import (
	"maps"

	"github.com/lamina-go/lamina/kernels"
	"github.com/viterin/vek"
	"github.com/viterin/vek/vek32"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// matrixShapes are of L2 and of memory.
var matrixShapes = []shapeOf{{128, 256}, {2048, 1024}}

// matrixJobs are operations on the rows and columns of a matrix.
func matrixJobs[T kernels.Float](rivals map[string]map[string]func(*operandsOf[T]) []T) []job[T] {
	var jobs []job[T]
	add := func(name string, lamina func(o *operandsOf[T]) []T, more func(o *operandsOf[T]) inputs) {
		jobs = append(jobs, job[T]{name, lamina, rivals[name], "matrix", func(o *operandsOf[T]) inputs {
			in := inputs{"function": name, "x": o.x}
			if more != nil {
				maps.Copy(in, more(o))
			}
			return in
		}})
	}
	row := func(o *operandsOf[T]) inputs { return inputs{"row": o.row} }
	add("normalizerows", func(o *operandsOf[T]) []T { kernels.NormalizeRows(o.dst, o.x); return o.dst.Data }, nil)
	add("rowsums", func(o *operandsOf[T]) []T { kernels.RowSums(o.col, o.x); return o.col }, nil)
	add("colsums", func(o *operandsOf[T]) []T { clear(o.row); kernels.ColSums(o.row, o.x); return o.row }, nil)
	add("addrow", func(o *operandsOf[T]) []T { kernels.AddRow(o.x, o.row); return o.x.Data }, row)
	add("scalerows", func(o *operandsOf[T]) []T { kernels.ScaleRows(o.x, o.col); return o.x.Data },
		func(o *operandsOf[T]) inputs { return inputs{"col": o.col} })
	add("scalecols", func(o *operandsOf[T]) []T { kernels.ScaleCols(o.x, o.row); return o.x.Data }, row)
	add("topk", func(o *operandsOf[T]) []T { kernels.TopK(o.top, o.index, o.x); return o.top.Data },
		func(*operandsOf[T]) inputs { return inputs{"k": topK} })
	add("transpose", func(o *operandsOf[T]) []T { kernels.Transpose(o.turned, o.x); return o.turned.Data }, nil)
	return jobs
}

// The rivals' loops over rows, as one would write them.
var (
	matrixRivals32 = map[string]map[string]func(*operandsOf[float32]) []float32{
		"rowsums": {"vek": eachRow(func(o *operandsOf[float32], i int) { o.col[i] = vek32.Sum(o.x.Row(i)) },
			func(o *operandsOf[float32]) []float32 { return o.col })},
		"addrow": {"vek": eachRow(func(o *operandsOf[float32], i int) { vek32.Add_Inplace(o.x.Row(i), o.row) },
			func(o *operandsOf[float32]) []float32 { return o.x.Data })},
		"scalecols": {"vek": eachRow(func(o *operandsOf[float32], i int) { vek32.Mul_Inplace(o.x.Row(i), o.row) },
			func(o *operandsOf[float32]) []float32 { return o.x.Data })},
	}
	matrixRivals64 = map[string]map[string]func(*operandsOf[float64]) []float64{
		"rowsums": {"gonum": eachRow(func(o *operandsOf[float64], i int) { o.col[i] = floats.Sum(o.x.Row(i)) },
			func(o *operandsOf[float64]) []float64 { return o.col }),
			"vek": eachRow(func(o *operandsOf[float64], i int) { o.col[i] = vek.Sum(o.x.Row(i)) },
				func(o *operandsOf[float64]) []float64 { return o.col })},
		"addrow": {"gonum": eachRow(func(o *operandsOf[float64], i int) { floats.Add(o.x.Row(i), o.row) },
			func(o *operandsOf[float64]) []float64 { return o.x.Data })},
		"scalecols": {"gonum": eachRow(func(o *operandsOf[float64], i int) { floats.Mul(o.x.Row(i), o.row) },
			func(o *operandsOf[float64]) []float64 { return o.x.Data })},
		"scalerows": {"gonum": eachRow(func(o *operandsOf[float64], i int) { floats.Scale(o.col[i], o.x.Row(i)) },
			func(o *operandsOf[float64]) []float64 { return o.x.Data })},
		"transpose": {"gonum": func(o *operandsOf[float64]) []float64 {
			dense := func(m kernels.Matrix[float64]) *mat.Dense { return mat.NewDense(m.Rows, m.Cols, m.Data) }
			dense(o.turned).Copy(dense(o.x).T())
			return o.turned.Data
		}},
	}
)

func eachRow[T kernels.Float](f func(o *operandsOf[T], i int), result func(*operandsOf[T]) []T) func(*operandsOf[T]) []T {
	return func(o *operandsOf[T]) []T {
		for i := range o.x.Rows {
			f(o, i)
		}
		return result(o)
	}
}
