package picture

import (
	"fmt"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Pictured tells whether Samples can draw rows of a data set like that one.
func Pictured(data tensorio.Dataset[float32]) bool {
	_, ok := shape(data)
	return ok || data.Width() == 2
}

// Samples draws rows that are images as a grid of them, on one scale of grey, and rows of
// two columns as points.
func Samples(w io.Writer, title string, data tensorio.Dataset[float32]) error {
	x, err := tensorio.ReadAll(data)
	if err != nil {
		return err
	}
	s, ok := shape(data)
	if !ok {
		p, err := scatter(title, x, data.Columns())
		if err != nil {
			return err
		}
		return writePlots(w, 7*vg.Inch, 7*vg.Inch, [][]*plot.Plot{{p}})
	}
	return imageTiles(w, title, x, newTiling(s, 64))
}

func imageTiles(w io.Writer, title string, x kernels.Matrix[float32], t tiling) error {
	low, high := x.Data[0], x.Data[0]
	for _, v := range x.Data {
		low, high = min(low, v), max(high, v)
	}
	note := fmt.Sprintf("black is %v, white %v", low, high)
	across := even(x.Rows, t.across(sheetWidth, tileGap))
	down := (x.Rows + across - 1) / across
	width := max(across*(t.width()+tileGap)-tileGap, textWidth(title, titleSize), textWidth(note, noteSize))
	s := newSheet(width+2*margin, headRoom+down*(t.height()+tileGap)-tileGap+margin)
	s.head(title, note)
	for i := range x.Rows {
		t.draw(s, margin+i%across*(t.width()+tileGap), headRoom+i/across*(t.height()+tileGap), x.Row(i), grey(low, high))
	}
	return s.write(w)
}
