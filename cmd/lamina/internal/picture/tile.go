package picture

import (
	"image"
	"image/color"
	"math"

	"github.com/lamina-go/lamina/tensorio"
)

// A tiling lays images of one shape out in a grid.
type tiling struct {
	shape tensorio.Image
	zoom  int // pixels per value, 0 if step is above 1
	step  int // values per pixel, in each direction
}

// newTiling chooses the zoom that makes tiles about side pixels large.
func newTiling(shape tensorio.Image, side int) tiling {
	longest := max(shape.Height, shape.Width)
	const most = 200 // larger images are thinned out
	return tiling{shape, max(1, (side+longest/2)/longest), (longest + most - 1) / most}
}

func (t tiling) width() int  { return (t.shape.Width + t.step - 1) / t.step * t.zoom }
func (t tiling) height() int { return (t.shape.Height + t.step - 1) / t.step * t.zoom }

// across is how many tiles with gaps fit into that many pixels, at least one.
func (t tiling) across(pixels, gap int) int { return max(1, (pixels+gap)/(t.width()+gap)) }

// draw paints the image v with its top left corner at (x, y).
func (t tiling) draw(s sheet, x, y int, v []float32, paint func(float32) color.Color) {
	for i := 0; i < t.shape.Height; i += t.step {
		for j := 0; j < t.shape.Width; j += t.step {
			at := image.Pt(x+j/t.step*t.zoom, y+i/t.step*t.zoom)
			s.fill(image.Rectangle{at, at.Add(image.Pt(t.zoom, t.zoom))}, paint(v[i*t.shape.Width+j]))
		}
	}
}

// grey paints low black and high white.
func grey(low, high float32) func(float32) color.Color {
	return func(v float32) color.Color {
		at := 0.0
		if high > low {
			at = float64((v - low) / (high - low))
		}
		return color.Gray{Y: uint8(math.Round(255 * min(max(at, 0), 1)))}
	}
}

// diverging paints −extent blue, 0 white and extent red. The ends are those of
// ColorBrewer's RdBu.
func diverging(extent float32) func(float32) color.Color {
	blue, red := [3]float64{5, 48, 97}, [3]float64{103, 0, 31}
	midBlue, midRed := [3]float64{67, 147, 195}, [3]float64{214, 96, 77}
	mix := func(a, b [3]float64, at float64) color.Color {
		var c [3]uint8
		for i := range c {
			c[i] = uint8(math.Round(a[i] + (b[i]-a[i])*at))
		}
		return color.RGBA{c[0], c[1], c[2], 255}
	}
	white := [3]float64{250, 250, 250}
	return func(v float32) color.Color {
		at := 0.0
		if extent > 0 {
			at = min(max(float64(v/extent), -1), 1)
		}
		mid, end := midRed, red
		if at < 0 {
			at, mid, end = -at, midBlue, blue
		}
		if at < 0.5 {
			return mix(white, mid, 2*at)
		}
		return mix(mid, end, 2*at-1)
	}
}

func largest(v []float32) float32 {
	var m float32
	for _, x := range v {
		m = max(m, x, -x)
	}
	return m
}
