package kernels

import "testing"

// TestMatrixGuardPages runs the kernels of matrices with dst and src against a
// protected page below and above. The last row has no gap behind it, so a
// matrix ends with its last element.
func TestMatrixGuardPages(t *testing.T) { both(t, testMatrixGuard[float32], testMatrixGuard[float64]) }

func testMatrixGuard[T Float](t *testing.T) {
	fences := [2]*fence{newFence(t, 1<<16), newFence(t, 1<<16)}
	for _, r := range matrixRows[T]() {
		for _, l := range available {
			for _, s := range matrixShapes {
				for c := range 4 {
					gap, high := 3*(c&1), c&2 != 0
					shape := func(i, rows, cols int) Matrix[T] {
						size := 0
						if rows > 0 && cols > 0 {
							size = (rows-1)*(cols+gap) + cols
						}
						d := fenced[T](fences[i], size, 0, high)
						fill(&values{}, d, false)
						return Matrix[T]{Rows: rows, Cols: cols, Stride: cols + gap, Data: d}
					}
					src := shape(0, s[0], s[1])
					rows, cols := r.shape(s[0], s[1])
					dst := shape(1, rows, cols)
					if err := faults(func() { r.run(l, dst, src) }); err != nil {
						t.Fatalf("%s %v of %d×%d, gap %d, high %v: %v", r.name, l, s[0], s[1], gap, high, err)
					}
					checkFence(t, fences[0], src.Data, 0, high, r.name, l)
					checkFence(t, fences[1], dst.Data, 0, high, r.name, l)
				}
			}
		}
	}
}
