package picture

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// ticks marks multiples of 1, 2 or 5 times a power of ten, all with their number.
type ticks struct {
	most  int     // marks, about
	least float64 // step; 1 for whole numbers
}

// Ticks implements plot.Ticker.
func (t ticks) Ticks(low, high float64) []plot.Tick {
	if !(high > low) || math.IsInf(high-low, 0) {
		return nil
	}
	step := math.Pow(10, math.Floor(math.Log10((high-low)/float64(t.most))))
	for i := 0; (high-low)/step > float64(t.most) || step < t.least; i++ {
		step *= []float64{2, 2.5, 2}[i%3] // 1, 2, 5, 10, …
	}
	digits := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	var marks []plot.Tick
	for i := math.Ceil(low / step); i*step <= high; i++ {
		marks = append(marks, plot.Tick{Value: i * step, Label: strconv.FormatFloat(i*step+0, 'f', digits, 64)})
	}
	return marks
}

// stride is the least of 1, 2, 5, 10, 20, … that leaves at most n of many marks.
func stride(many, n int) int {
	for s := 1; ; s *= 10 {
		for _, f := range []int{1, 2, 5} {
			if many <= n*s*f {
				return s * f
			}
		}
	}
}
