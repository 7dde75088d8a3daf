package tensorio

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// LabelColumn is the name of the last column that WriteCSV adds for labels.
const LabelColumn = "label"

// WriteCSV writes ds to path: the column names, if there are any, the rows, and
// in a last column the labels, if there are any. Numbers have as many digits as
// it takes to read the same T again. Rows are read a few at a time, so that ds
// need not fit in memory; for a matrix write FromMatrix(m). The file appears
// only when it is complete (see WriteFileAtomic).
func WriteCSV[T kernels.Float](path string, ds Dataset[T]) error {
	return WriteFileAtomic(path, func(w io.Writer) error { return EncodeCSV(w, ds) })
}

// EncodeCSV is WriteCSV to a writer, such as the standard output.
func EncodeCSV[T kernels.Float](w io.Writer, ds Dataset[T]) error {
	labels := ds.Labels()
	if header := ds.Columns(); header != nil {
		if labels != nil {
			header = append(header[:len(header):len(header)], LabelColumn)
		}
		if _, err := io.WriteString(w, csvLine(header...)); err != nil {
			return err
		}
	}
	var names []string // as fields, quoted where needed
	if labels != nil {
		for _, name := range labels.Names {
			names = append(names, strings.TrimSuffix(csvLine(name), "\n"))
		}
	}
	bits := 8 * dtypeOf[T]().size()
	var line []byte
	return eachTile(ds, func(tile kernels.Matrix[T], start int) error {
		for i := range tile.Rows {
			line = line[:0]
			for _, v := range tile.Row(i) {
				line = append(strconv.AppendFloat(line, float64(v), 'g', -1, bits), ',')
			}
			if labels != nil {
				line = append(append(line, names[labels.Class[start+i]]...), ',')
			}
			if len(line) > 0 {
				line[len(line)-1] = '\n'
			}
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
		return nil
	})
}

// csvLine is one record with its line break.
func csvLine(fields ...string) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(fields) // a bytes.Buffer does not fail
	w.Flush()
	return b.String()
}
