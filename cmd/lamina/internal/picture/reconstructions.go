package picture

import (
	"fmt"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Reconstructions draws rows, held-out ones if there are any, beside what the model
// makes of them.
func Reconstructions(w io.Writer, m *autoencoder.Model[float32], data tensorio.Dataset[float32], h *autoencoder.History) error {
	from, what := h.HeldOut, "Held-out rows"
	if len(from) == 0 {
		from, what = h.Train, "Training rows"
	}
	image, isImage := shape(data)
	most := 6
	if isImage {
		t := newTiling(image, 64)
		most = pairsDown(t) * t.across(sheetWidth, tileGap)
	}
	x, err := tensorio.ReadAll(tensorio.Subset(data, spread(from, most)))
	if err != nil {
		return err
	}
	r, err := m.Reconstruct(x)
	if err != nil {
		return err
	}
	if isImage {
		return pairs(w, what, x, r, newTiling(image, 64))
	}
	return profiles(w, what, x, r, m.Scaling(), data.Columns())
}

// spread picks at most n of the rows, evenly, since neighbours may be alike.
func spread(rows []int, n int) []int {
	if len(rows) <= n {
		return rows
	}
	picked := make([]int, n)
	for i := range picked {
		picked[i] = rows[i*len(rows)/n]
	}
	return picked
}

const (
	sheetWidth = 860 // of the tiles on a sheet
	tileGap    = 6
)

// pairsDown is how many pairs stand under each other.
func pairsDown(t tiling) int { return max(1, min(4, 700/(2*t.height()))) }

// pairs draws every image of x over its reconstruction in r, on one scale of grey.
func pairs(w io.Writer, what string, x, r kernels.Matrix[float32], t tiling) error {
	const label, inner, outer = 96, 3, 16
	across := min(x.Rows, t.across(sheetWidth, tileGap))
	down := (x.Rows + across - 1) / across
	low, high := x.Data[0], x.Data[0]
	for _, v := range x.Data {
		low, high = min(low, v), max(high, v)
	}
	pair := 2*t.height() + inner
	title := what + " over their reconstructions"
	note := fmt.Sprintf("black is %v, white %v", low, high)
	width := max(label+across*(t.width()+tileGap)-tileGap, textWidth(title, titleSize))
	s := newSheet(width+2*margin, headRoom+down*(pair+outer)-outer+margin)
	s.head(title, note)
	for i := range x.Rows {
		left, top := margin+label+i%across*(t.width()+tileGap), headRoom+i/across*(pair+outer)
		t.draw(s, left, top, x.Row(i), grey(low, high))
		t.draw(s, left, top+t.height()+inner, r.Row(i), grey(low, high))
		if i%across == 0 {
			s.text("original", margin+label-12, top+t.height()/2, noteSize, pale, right)
			s.text("reconstruction", margin+label-12, top+inner+t.height()*3/2, noteSize, pale, right)
		}
	}
	return s.write(w)
}

// mostProfiled is how many columns a line can show.
const mostProfiled = 400

// profiles draws rows that are no images as lines over their columns, scaled as the
// model sees them: columns have units of their own.
func profiles(w io.Writer, what string, x, r kernels.Matrix[float32], scaling autoencoder.Scaling[float32], names []string) error {
	plots := make([][]*plot.Plot, (x.Rows+1)/2)
	columns, label := min(x.Cols, mostProfiled), "column"
	if columns < x.Cols {
		label = fmt.Sprintf("column, the first %d of %d", columns, x.Cols)
	}
	var low, high float64
	for i := range x.Rows {
		p := plot.New()
		decorate(p, "", "", "")
		if i == 0 {
			decorate(p, what+" and their reconstructions", "", "scaled value")
		}
		if i >= x.Rows-2 {
			p.X.Label.Text = label
		}
		p.Add(light(plotter.NewGrid()))
		p.Legend.Top = true
		for _, c := range []struct {
			name string
			row  []float32
		}{{"original", x.Row(i)}, {"reconstruction", r.Row(i)}} {
			at := make(plotter.XYs, columns)
			for j, v := range c.row[:columns] {
				if scaling.Scale != nil {
					v = (v - scaling.Shift[j]) / scaling.Scale[j]
				}
				at[j] = plotter.XY{X: float64(j + 1), Y: float64(v)}
				low, high = min(low, float64(v)), max(high, float64(v))
			}
			colour := blue
			if c.name != "original" {
				colour = orange
			}
			if err := addCurve(p, c.name, at, colour); err != nil {
				return err
			}
		}
		if i > 0 {
			p.Legend = plot.NewLegend()
		}
		p.X.Tick.Marker = ticks{most: 12, least: 1}
		if len(names) > 0 && len(names) <= 8 {
			p.X.Tick.Marker = nameTicks(names)
			p.X.Label.Text = ""
		}
		if i%2 == 0 {
			plots[i/2] = make([]*plot.Plot, min(2, x.Rows))
		}
		plots[i/2][i%2] = p
	}
	for _, row := range plots {
		for _, p := range row {
			if p != nil {
				p.Y.Min, p.Y.Max = low-0.05*(high-low), high+0.05*(high-low)
				p.X.Min, p.X.Max = 0.5, float64(columns)+0.5
			}
		}
	}
	return writePlots(w, 10*vg.Inch, vg.Length(len(plots))*2.6*vg.Inch, plots)
}

// nameTicks marks columns by their names.
func nameTicks(names []string) plot.ConstantTicks {
	var ticks plot.ConstantTicks
	for i, n := range names {
		ticks = append(ticks, plot.Tick{Value: float64(i + 1), Label: shorten(n, 14)})
	}
	return ticks
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
