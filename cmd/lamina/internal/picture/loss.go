package picture

import (
	"fmt"
	"image/color"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/lamina-go/lamina/autoencoder"
)

var (
	blue   = color.RGBA{0x1f, 0x4e, 0x8c, 0xff}
	orange = color.RGBA{0xd9, 0x5f, 0x02, 0xff}

	curveColours = []color.Color{blue, orange, color.RGBA{0x1b, 0x7a, 0x4b, 0xff}, color.Gray{Y: 0x80}}
)

// Loss draws the objective on training and held-out rows after every epoch.
func Loss(w io.Writer, h *autoencoder.History) error {
	p := plot.New()
	title := "Objective after every epoch"
	if len(h.Epochs) == 0 {
		title = "No epoch was completed"
	}
	decorate(p, title, "epoch", h.Criterion()+" + penalties, nats per row")
	p.Legend.Top = true
	p.Add(light(plotter.NewGrid()))

	var train, held plotter.XYs
	for _, e := range h.Epochs {
		train = append(train, plotter.XY{X: float64(e.Number), Y: e.Train.Objective()})
		if e.HeldOut.Rows > 0 {
			held = append(held, plotter.XY{X: float64(e.Number), Y: e.HeldOut.Objective()})
		}
	}
	for _, c := range []struct {
		name string
		at   plotter.XYs
		c    color.Color
	}{{"training rows", train, blue}, {"held-out rows", held, orange}} {
		if err := addCurve(p, c.name, c.at, c.c); err != nil {
			return err
		}
	}
	if h.Kept > 0 && len(held) >= h.Kept {
		kept, err := plotter.NewScatter(held[h.Kept-1 : h.Kept])
		if err != nil {
			return err
		}
		kept.GlyphStyle = draw.GlyphStyle{Color: ink, Radius: 5, Shape: draw.RingGlyph{}}
		p.Add(kept)
		p.Legend.Add(fmt.Sprintf("kept: epoch %d", h.Kept), kept)
	}
	p.X.Min, p.X.Max = 0, float64(max(len(h.Epochs), 2))
	p.X.Tick.Marker = ticks{most: 15, least: 1}
	room := 0.04 * (p.Y.Max - p.Y.Min)
	p.Y.Min, p.Y.Max = p.Y.Min-room, p.Y.Max+room
	return writePlots(w, 8*vg.Inch, 5*vg.Inch, [][]*plot.Plot{{p}})
}

// addCurve adds a line through points, or the point alone if there is one.
func addCurve(p *plot.Plot, name string, at plotter.XYs, c color.Color) error {
	if len(at) == 0 {
		return nil
	}
	line, points, err := plotter.NewLinePoints(at)
	if err != nil {
		return err
	}
	line.Color, line.Width = c, vg.Points(1.5)
	points.GlyphStyle = draw.GlyphStyle{Color: c, Radius: 2, Shape: draw.CircleGlyph{}}
	if len(at) > 60 {
		p.Add(line)
		p.Legend.Add(name, line)
		return nil
	}
	p.Add(line, points)
	p.Legend.Add(name, line, points)
	return nil
}

// decorate gives all plots the same looks.
func decorate(p *plot.Plot, title, x, y string) {
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.Padding = 8
	p.X.Padding, p.Y.Padding = 4, 4
	p.Y.Tick.Marker = ticks{most: 9}
	p.Legend.Padding, p.Legend.XOffs, p.Legend.YOffs = 3, -6, -6
	sans(p)
}

func light(g *plotter.Grid) *plotter.Grid {
	g.Horizontal.Color, g.Vertical.Color = color.Gray{Y: 0xe0}, color.Gray{Y: 0xe0}
	return g
}

func sans(p *plot.Plot) {
	for _, s := range []*draw.TextStyle{&p.Title.TextStyle, &p.X.Label.TextStyle, &p.Y.Label.TextStyle,
		&p.X.Tick.Label, &p.Y.Tick.Label, &p.Legend.TextStyle} {
		s.Font.Variant, s.Color = "Sans", ink
	}
}

// writePlots writes a grid of plots as one picture.
func writePlots(w io.Writer, width, height vg.Length, plots [][]*plot.Plot) error {
	c := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(120))
	tiles := draw.Tiles{Rows: len(plots), Cols: len(plots[0]), PadX: 14, PadY: 14,
		PadTop: 12, PadBottom: 10, PadLeft: 10, PadRight: 18}
	for i, row := range plot.Align(plots, tiles, draw.New(c)) {
		for j, area := range row {
			if plots[i][j] != nil {
				plots[i][j].Draw(area)
			}
		}
	}
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}
