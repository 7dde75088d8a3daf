package tensorio

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// Dataset is a table of numbers that is read by ranges of rows. It is the one
// interface between data and training: a format implements it, and everything
// above works on it, whether the rows sit in memory or not.
//
// All methods may be called from many goroutines at once. The slices that they
// return are shared and must not be changed.
type Dataset[T kernels.Float] interface {
	// Len returns the number of rows.
	Len() int

	// Width returns the number of columns, labels not counted.
	Width() int

	// ReadRows copies rows start … start+dst.Rows−1 to dst, in the data's own
	// units. dst is n×Width. It is an error if dst has another width or if the
	// range leaves the data set; dst is then unchanged. After any other error
	// (a file that cannot be read) dst's contents are undefined.
	ReadRows(dst kernels.Matrix[T], start int) error

	// Labels returns the class of every row, or nil if there are none.
	Labels() *Labels

	// Columns returns the Width column names, or nil if they are not known.
	Columns() []string

	// Image returns the picture that a row is, zero if it is none.
	Image() Image
}

// Labels holds one class per row.
type Labels struct {
	Class []int    // per row, an index into Names
	Names []string // per class
}

// Image is the shape of rows that are pictures: pixel (y, x) is column
// y·Width + x. The zero value means that rows are no pictures.
type Image struct {
	Height, Width int // pixels
}

// Info is what a data set may know besides its numbers. Every field may be
// left zero.
type Info struct {
	Labels  *Labels
	Columns []string
	Image   Image
}

// check returns an error unless i describes rows×width numbers.
func (i Info) check(rows, width int) error {
	if i.Columns != nil && len(i.Columns) != width {
		return fmt.Errorf("%d column names for %d columns", len(i.Columns), width)
	}
	if i.Image != (Image{}) && (i.Image.Height < 1 || i.Image.Width != width/i.Image.Height || i.Image.Height*i.Image.Width != width) {
		return fmt.Errorf("a picture of %d×%d does not fill %d columns", i.Image.Height, i.Image.Width, width)
	}
	if i.Labels == nil {
		return nil
	}
	if len(i.Labels.Class) != rows {
		return fmt.Errorf("%d labels for %d rows", len(i.Labels.Class), rows)
	}
	for r, c := range i.Labels.Class {
		if c < 0 || c >= len(i.Labels.Names) {
			return fmt.Errorf("row %d has class %d of %d classes", r+1, c, len(i.Labels.Names))
		}
	}
	return nil
}

// base gives a data set its size and its Info; a format embeds it and adds
// ReadRows.
type base struct {
	rows, width int
	info        Info
}

func (b *base) Len() int          { return b.rows }
func (b *base) Width() int        { return b.width }
func (b *base) Labels() *Labels   { return b.info.Labels }
func (b *base) Columns() []string { return b.info.Columns }
func (b *base) Image() Image      { return b.info.Image }

// checkRead is ReadRows' first step: does dst fit, and is the range inside?
func checkRead[T kernels.Float](b *base, dst kernels.Matrix[T], start int) error {
	if dst.Cols != b.width {
		return fmt.Errorf("ReadRows: the matrix has %d columns, the data %d", dst.Cols, b.width)
	}
	if start < 0 || dst.Rows < 0 || dst.Rows > b.rows || start > b.rows-dst.Rows {
		return fmt.Errorf("ReadRows: %d rows from index %d, the data has %d", dst.Rows, start, b.rows)
	}
	return nil
}
