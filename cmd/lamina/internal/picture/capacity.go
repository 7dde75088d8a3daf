package picture

import (
	"image/color"
	"io"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/lamina-go/lamina/autoencoder"
)

// green is the third colour of curves.
var green = color.RGBA{0x3a, 0x7d, 0x44, 0xff}

// Capacity draws what codes of every size leave of rows, and of rows whose columns have
// been shuffled apart. A dashed line marks a code as large as the data's columns.
func Capacity(w io.Writer, list []autoencoder.Capacity, columns int) error {
	p := plot.New()
	decorate(p, "What is left of held-out rows, by the size of the code", "code units", "share of the squared error about the mean")
	p.Legend.Top = true
	p.Add(light(plotter.NewGrid()))
	at := func(k int) float64 { return math.Log2(float64(k)) }
	var marks plot.ConstantTicks
	for i, c := range list {
		label := strconv.Itoa(c.Code)
		if i > 0 && at(c.Code)-at(list[i-1].Code) < 0.1 {
			label = ""
		}
		marks = append(marks, plot.Tick{Value: at(c.Code), Label: label})
	}
	for _, curve := range []struct {
		name  string
		value func(autoencoder.Capacity) float64
		color color.Color
	}{
		{"rows", func(c autoencoder.Capacity) float64 { return c.Rows }, blue},
		{"rows by PCA", func(c autoencoder.Capacity) float64 { return c.PCA }, green},
		{"scrambled rows", func(c autoencoder.Capacity) float64 { return c.Scrambled }, orange},
	} {
		var points plotter.XYs
		for _, c := range list {
			points = append(points, plotter.XY{X: at(c.Code), Y: curve.value(c)})
		}
		if err := addCurve(p, curve.name, points, curve.color); err != nil {
			return err
		}
	}
	p.Y.Min, p.Y.Max = 0, max(1, p.Y.Max)*1.04
	p.X.Min, p.X.Max = p.X.Min-0.2, p.X.Max+0.2
	p.X.Tick.Marker = marks
	if x := at(columns); x > p.X.Min && x < p.X.Max {
		line, err := plotter.NewLine(plotter.XYs{{X: x, Y: 0}, {X: x, Y: p.Y.Max}})
		if err != nil {
			return err
		}
		line.LineStyle = draw.LineStyle{Color: pale, Width: vg.Points(1), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}}
		p.Add(line)
		p.Legend.Add("as many as columns", line)
	}
	return writePlots(w, 8*vg.Inch, 5*vg.Inch, [][]*plot.Plot{{p}})
}
