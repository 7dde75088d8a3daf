package picture

import (
	"fmt"
	"image"
	"io"
	"strconv"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// mostUnits and mostColumns are how many of each a picture has room for.
const (
	mostUnits   = 256
	mostColumns = 1200
)

// Features draws the weights of every unit in the encoder's first layer, each unit
// on a scale of its own.
func Features(w io.Writer, m interface {
	Weights() map[string]kernels.Matrix[float32]
}, data tensorio.Dataset[float32]) error {
	weights := m.Weights()["encoder.0.weight"] // columns × units
	units := make([][]float32, min(weights.Cols, mostUnits))
	for j := range units {
		units[j] = make([]float32, weights.Rows)
		for i := range units[j] {
			units[j][i] = weights.Row(i)[j]
		}
	}
	title := fmt.Sprintf("Weights of the %d units in the first layer", weights.Cols)
	if len(units) < weights.Cols {
		title = fmt.Sprintf("Weights of the first %d of %d units in the first layer", len(units), weights.Cols)
	}
	if s, ok := shape(data); ok {
		return unitTiles(w, title, units, newTiling(s, 48))
	}
	return heatMap(w, title, units, data.Columns())
}

const scaleNote = "each unit by its own largest weight: blue negative, white 0, red positive"

func unitTiles(w io.Writer, title string, units [][]float32, t tiling) error {
	across := even(len(units), t.across(sheetWidth, tileGap))
	down := (len(units) + across - 1) / across
	width := max(across*(t.width()+tileGap)-tileGap, textWidth(title, titleSize), textWidth(scaleNote, noteSize))
	s := newSheet(width+2*margin, headRoom+down*(t.height()+tileGap)-tileGap+margin)
	s.head(title, scaleNote)
	for i, u := range units {
		x, y := margin+i%across*(t.width()+tileGap), headRoom+i/across*(t.height()+tileGap)
		s.fill(image.Rect(x-1, y-1, x+t.width()+1, y+t.height()+1), frame)
		t.draw(s, x, y, u, diverging(largest(u)))
	}
	return s.write(w)
}

// even is how many of n tiles to lay out in a line that has room for most: as many
// as leave no gap at the end, if that does not waste much of the line.
func even(n, most int) int {
	for across := most; 4*across >= 3*most; across-- {
		if n%across == 0 {
			return across
		}
	}
	return min(n, most)
}

// heatMap draws one line of cells per unit and one column of them per data column.
func heatMap(w io.Writer, title string, units [][]float32, names []string) error {
	columns := min(len(units[0]), mostColumns)
	note := scaleNote
	if columns < len(units[0]) {
		note = fmt.Sprintf("the first %d of %d columns; %s", columns, len(units[0]), scaleNote)
	}
	cw, ch := min(max(sheetWidth/columns, 1), 48), min(max(480/len(units), 3), 28)
	named := len(names) > 0 && cw >= noteSize+2
	foot := noteSize + 14
	if named {
		for _, n := range names {
			foot = max(foot, textWidth(shorten(n, 24), noteSize)+14)
		}
	}
	const label = 56
	width := max(label+columns*cw, textWidth(title, titleSize), textWidth(note, noteSize))
	s := newSheet(width+2*margin, headRoom+len(units)*ch+foot+margin)
	s.head(title, note)
	left, bottom := margin+label, headRoom+len(units)*ch
	s.fill(image.Rect(left-1, headRoom-1, left+columns*cw+1, bottom+1), frame)
	for i, u := range units {
		paint, y := diverging(largest(u)), headRoom+i*ch
		for j := range columns {
			s.fill(image.Rect(left+j*cw, y, left+(j+1)*cw, y+ch), paint(u[j]))
		}
		if every := stride(len(units), 480/(noteSize+4)); i%every == 0 {
			s.text(strconv.Itoa(i+1), left-8, y+ch/2, noteSize, pale, right)
		}
	}
	s.text("unit", margin-4, headRoom+ch/2, noteSize, pale, alignment{x: 0})
	for j := range columns {
		x := left + j*cw + cw/2
		switch {
		case named:
			s.text(shorten(names[j], 24), x, bottom+8, noteSize, pale, upward)
		case j%stride(columns, sheetWidth/48) == 0:
			s.text(strconv.Itoa(j+1), x, bottom+12, noteSize, pale, center)
		}
	}
	return s.write(w)
}
