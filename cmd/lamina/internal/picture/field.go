package picture

import (
	"image/color"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// mostPoints is how many rows a scatter plot shows.
const mostPoints = 3000

// arrowsAcross is how many arrows a field has in each direction.
const arrowsAcross = 24

// ScoreField draws the score of a model of two columns as arrows over the data's rows. An
// arrow is r(x) − x, the score times the noise's variance of each column: where denoising
// takes x. The longest is a step of the grid long, and a quarter of it is drawn as half: the
// field is small where the data are.
func ScoreField(w io.Writer, m *autoencoder.Model[float32], data tensorio.Dataset[float32]) error {
	x, err := someRows(data, mostPoints)
	if err != nil {
		return err
	}
	p, err := scatter("Score field: arrows point where denoising takes x, to denser data", x, data.Columns())
	if err != nil {
		return err
	}
	grid := kernels.NewMatrix[float32](arrowsAcross*arrowsAcross, 2)
	stepX, stepY := (p.X.Max-p.X.Min)/arrowsAcross, (p.Y.Max-p.Y.Min)/arrowsAcross
	for i := range grid.Rows {
		grid.Row(i)[0] = float32(p.X.Min + (float64(i%arrowsAcross)+0.5)*stepX)
		grid.Row(i)[1] = float32(p.Y.Min + (float64(i/arrowsAcross)+0.5)*stepY)
	}
	field, err := m.ScoreField(grid)
	if err != nil {
		return err
	}
	sigma, scaling := m.Config().Corruption.Deviation, m.Scaling()
	longest := 0.0 // in steps of the grid
	arrows := arrows{color: blue}
	for i := range grid.Rows {
		var v [2]float64
		for j, s := range field.Row(i) {
			deviation := sigma
			if scaling.Scale != nil {
				deviation *= float64(scaling.Scale[j])
			}
			v[j] = float64(s) * deviation * deviation
		}
		longest = max(longest, math.Hypot(v[0]/stepX, v[1]/stepY))
		arrows.from = append(arrows.from, plotter.XY{X: float64(grid.Row(i)[0]), Y: float64(grid.Row(i)[1])})
		arrows.by = append(arrows.by, plotter.XY{X: v[0], Y: v[1]})
	}
	for i, v := range arrows.by {
		if size := math.Hypot(v.X/stepX, v.Y/stepY); size > 0 { // to the root of its share of the longest
			by := math.Sqrt(size/longest) / size
			arrows.by[i] = plotter.XY{X: v.X * by, Y: v.Y * by}
		}
	}
	p.Add(arrows)
	return writePlots(w, 7*vg.Inch, 7*vg.Inch, [][]*plot.Plot{{p}})
}

// arrows is a plotter of arrows that start at points.
type arrows struct {
	from, by plotter.XYs
	color    color.Color
}

// Plot implements plot.Plotter.
func (a arrows) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	style := draw.LineStyle{Color: a.color, Width: vg.Points(0.9)}
	for i, from := range a.from {
		start := vg.Point{X: x(from.X), Y: y(from.Y)}
		end := vg.Point{X: x(from.X + a.by[i].X), Y: y(from.Y + a.by[i].Y)}
		d := end.Sub(start)
		length := math.Hypot(float64(d.X), float64(d.Y))
		if !(length > 0.3) {
			continue
		}
		c.StrokeLine2(style, start.X, start.Y, end.X, end.Y)
		head := min(0.4*length, 4) / length
		for _, turn := range []float64{2.65, -2.65} {
			sin, cos := math.Sincos(turn)
			c.StrokeLine2(style, end.X, end.Y,
				end.X+vg.Length(head*(cos*float64(d.X)-sin*float64(d.Y))), end.Y+vg.Length(head*(sin*float64(d.X)+cos*float64(d.Y))))
		}
	}
}

// someRows are at most n of the rows, evenly.
func someRows(data tensorio.Dataset[float32], n int) (kernels.Matrix[float32], error) {
	rows := make([]int, data.Len())
	for i := range rows {
		rows[i] = i
	}
	return tensorio.ReadAll(tensorio.Subset(data, spread(rows, n)))
}

// scatter is a plot of rows of two columns.
func scatter(title string, x kernels.Matrix[float32], names []string) (*plot.Plot, error) {
	p := plot.New()
	if len(names) != 2 {
		names = []string{"column 1", "column 2"}
	}
	decorate(p, title, names[0], names[1])
	points := make(plotter.XYs, x.Rows)
	for i := range points {
		points[i] = plotter.XY{X: float64(x.Row(i)[0]), Y: float64(x.Row(i)[1])}
	}
	s, err := plotter.NewScatter(points)
	if err != nil {
		return nil, err
	}
	s.GlyphStyle = draw.GlyphStyle{Color: color.RGBA{0xe8, 0xa8, 0x70, 0xff}, Radius: 1.2, Shape: draw.CircleGlyph{}}
	p.Add(light(plotter.NewGrid()), s)
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		room := max(0.15*(a.Max-a.Min), 1e-6)
		a.Min, a.Max = a.Min-room, a.Max+room
	}
	p.X.Tick.Marker = ticks{most: 9}
	return p, nil
}
