package picture

import (
	"image"
	"image/color"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// A sheet is a white page of pixels with text on it. Coordinates are pixels from
// the top left corner.
type sheet struct {
	canvas *vgimg.Canvas
	height int
}

const (
	margin    = 24
	titleSize = 16
	noteSize  = 12
	// headRoom is what title and note take at the top of a sheet.
	headRoom = margin + titleSize + noteSize + 24
)

var (
	ink   = color.Gray{Y: 0x22}
	pale  = color.Gray{Y: 0x66}
	frame = color.Gray{Y: 0xc8}
)

func newSheet(width, height int) sheet {
	// At 72 dots per inch a point is a pixel.
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(width), vg.Length(height)), vgimg.UseDPI(72))
	return sheet{c, height}
}

// head writes the title and a note under it.
func (s sheet) head(title, note string) {
	s.text(title, margin, margin+titleSize/2, titleSize, ink, left)
	s.text(note, margin, margin+titleSize+noteSize+2, noteSize, pale, left)
}

// alignment says which end of a text is at its point.
type alignment struct {
	x        text.XAlignment
	rotation float64
}

var (
	left   = alignment{text.XLeft, 0}
	center = alignment{text.XCenter, 0}
	right  = alignment{text.XRight, 0}
	upward = alignment{text.XRight, 1.5707963267948966} // read from below, ending at the point
)

// text writes s, its middle line at y.
func (s sheet) text(str string, x, y, size int, c color.Color, a alignment) {
	f := plot.DefaultFont
	f.Variant, f.Size = "Sans", font.Length(size)
	style := text.Style{Color: c, Font: f, XAlign: a.x, YAlign: text.YCenter, Rotation: a.rotation, Handler: plot.DefaultTextHandler}
	page := draw.New(s.canvas)
	page.FillText(style, vg.Point{X: vg.Length(x), Y: vg.Length(s.height - y)}, str)
}

// textWidth is about the width of s in pixels.
func textWidth(str string, size int) int {
	f := plot.DefaultFont
	f.Variant, f.Size = "Sans", font.Length(size)
	style := text.Style{Font: f, Handler: plot.DefaultTextHandler}
	return int(style.Width(str)) + 1
}

// fill paints a rectangle.
func (s sheet) fill(r image.Rectangle, c color.Color) {
	img := s.canvas.Image()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			img.Set(x, y, c)
		}
	}
}

func (s sheet) write(w io.Writer) error {
	_, err := vgimg.PngCanvas{Canvas: s.canvas}.WriteTo(w)
	return err
}
