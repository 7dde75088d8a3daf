package tensorio

import (
	"math"
	"slices"

	"github.com/lamina-go/lamina/kernels"
)

// finish fills in what is missing, puts the categories in order and makes a
// data set of the cells.
func (f *csvFile[T]) finish() (Dataset[T], error) {
	width := len(f.columns)
	rows := len(f.cells) / width
	if rows == 0 {
		return nil, f.s.errorf("holds a header but no rows")
	}
	oneHot := &oneHot[T]{cells: f.cells}
	var names []string
	for j, c := range f.columns {
		if len(c.count) == 0 {
			return nil, f.s.errorf("column %d (%.40q) holds no value to impute from", c.field+1, c.name)
		}
		if !c.text {
			if err := f.fillMean(j, c); err != nil {
				return nil, err
			}
			names = append(names, c.name)
			oneHot.shares = append(oneHot.shares, nil)
			continue
		}
		categories, place := c.sortCategories()
		for i := j; i < len(f.cells); i += width {
			if v := f.cells[i]; v == v {
				f.cells[i] = T(place[int(v)])
			}
		}
		for _, category := range categories {
			names = append(names, c.name+"="+category)
		}
		oneHot.shares = append(oneHot.shares, shares[T](c.count))
	}
	info := Info{Columns: names}
	categories := slices.ContainsFunc(f.columns, func(c *csvColumn) bool { return c.text })
	if f.header == nil && !categories {
		info.Columns = nil // numbers are no names
	}
	if f.label >= 0 {
		info.Labels = f.labels.labels()
	}
	oneHot.base = base{rows, len(names), info}
	if categories {
		return oneHot, nil
	}
	return NewDense(kernels.Matrix[T]{Rows: rows, Cols: width, Data: f.cells, Stride: width}, info)
}

// fillMean replaces the missing numbers of column j.
func (f *csvFile[T]) fillMean(j int, c *csvColumn) error {
	width := len(f.columns)
	if int(c.count[0]) == len(f.cells)/width {
		return nil
	}
	mean := c.mean()
	if math.IsInf(mean, 0) || math.IsNaN(mean) {
		return f.s.errorf("column %d (%.40q) has missing values, and a mean that overflows", c.field+1, c.name)
	}
	for i := j; i < len(f.cells); i += width {
		if v := f.cells[i]; v != v {
			f.cells[i] = T(mean)
		}
	}
	return nil
}

// shares turns counts into parts of 1.
func shares[T kernels.Float](count []float64) []T {
	var total float64
	for _, n := range count {
		total += n
	}
	s := make([]T, len(count))
	for i, n := range count {
		s[i] = T(n / total)
	}
	return s
}

// oneHot is a data set with categories. It keeps their codes and writes the
// zeros and the one when rows are read, so memory follows the file's size.
type oneHot[T kernels.Float] struct {
	base
	cells  []T   // rows × len(shares); a code, NaN for a missing category
	shares [][]T // per file column: nil for numbers, else of each category
}

// ReadRows implements Dataset.
func (d *oneHot[T]) ReadRows(dst kernels.Matrix[T], start int) error {
	if err := checkRead(&d.base, dst, start); err != nil {
		return err
	}
	for i := range dst.Rows {
		row := dst.Row(i)
		for j, v := range d.cells[(start+i)*len(d.shares):][:len(d.shares)] {
			s := d.shares[j]
			switch {
			case s == nil:
				row[0] = v
				row = row[1:]
				continue
			case v != v:
				copy(row, s)
			default:
				clear(row[:len(s)])
				row[int(v)] = 1
			}
			row = row[len(s):]
		}
	}
	return nil
}
