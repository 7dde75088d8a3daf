package main

import (
	"image"
	"image/color"
	"image/png"
	"io"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// draw writes atoms of side² pixels as squares in a grid, each on its own scale of grey.
func draw(path string, atoms kernels.Matrix[float32], side int) error {
	const zoom, gap, across = 2, 2, 16
	tile := side*zoom + gap
	m := image.NewGray(image.Rect(0, 0, across*tile+gap, (atoms.Rows+across-1)/across*tile+gap))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for i := range atoms.Rows {
		row := atoms.Row(i)
		most := max(kernels.Max(row), -kernels.Min(row), 1e-30)
		for p := range side * side * zoom * zoom {
			x, y := p%(side*zoom), p/(side*zoom)
			v := row[y/zoom*side+x/zoom] / most
			m.SetGray(gap+i%across*tile+x, gap+i/across*tile+y, color.Gray{Y: uint8(127.5 + 127*v)})
		}
	}
	return tensorio.WriteFileAtomic(path, func(w io.Writer) error { return png.Encode(w, m) })
}
