package picture

import (
	"fmt"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Units draws the rows of m, such as atoms or filters, each on a scale of its own: as
// pictures if the data's rows are. what names them in the title.
func Units(w io.Writer, what string, m kernels.Matrix[float32], data tensorio.Dataset[float32]) error {
	units := make([][]float32, min(m.Rows, mostUnits))
	for j := range units {
		units[j] = m.Row(j)
	}
	title := fmt.Sprintf("%s of the %d units", what, m.Rows)
	if len(units) < m.Rows {
		title = fmt.Sprintf("%s of the first %d of %d units", what, len(units), m.Rows)
	}
	if s, ok := shape(data); ok {
		return unitTiles(w, title, units, newTiling(s, 48))
	}
	return heatMap(w, title, units, data.Columns())
}

// A Curve is a line over epochs 1, 2, ….
type Curve struct {
	Name   string
	Values []float64
}

// Curves draws the first curve in blue and the others in orange, green and grey.
func Curves(w io.Writer, title, y string, curves []Curve) error {
	p := plot.New()
	decorate(p, title, "epoch", y)
	p.Legend.Top = true
	p.Add(light(plotter.NewGrid()))
	most := 2
	for i, c := range curves {
		at := make(plotter.XYs, len(c.Values))
		for j, v := range c.Values {
			at[j] = plotter.XY{X: float64(j + 1), Y: v}
		}
		if err := addCurve(p, c.Name, at, curveColours[i%len(curveColours)]); err != nil {
			return err
		}
		most = max(most, len(at))
	}
	p.X.Min, p.X.Max = 0, float64(most)
	p.X.Tick.Marker = ticks{most: 15, least: 1}
	room := 0.04 * (p.Y.Max - p.Y.Min)
	p.Y.Min, p.Y.Max = p.Y.Min-room, p.Y.Max+room
	return writePlots(w, 8*vg.Inch, 5*vg.Inch, [][]*plot.Plot{{p}})
}
