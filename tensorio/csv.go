package tensorio

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// csvFile is a CSV file while it is being read.
type csvFile[T kernels.Float] struct {
	*records
	opts    Options
	header  []string // nil if there is none
	label   int      // the label's field, −1 if there is none
	columns []*csvColumn
	cells   []T // rows × len(columns); NaN is a missing value, a category is its code
	labels  labelColumn
}

// openCSV reads a file of numbers separated by comma, semicolon or tab. With
// OneHot it reads the file twice: first to find the columns that hold text.
func openCSV[T kernels.Float](s *source, opts Options) (Dataset[T], error) {
	f := &csvFile[T]{opts: opts}
	if err := f.start(s); err != nil {
		return nil, err
	}
	if opts.OneHot {
		if err := f.eachRow(f.findText); err != nil {
			return nil, err
		}
		if err := s.rewind(); err != nil {
			return nil, err
		}
		columns := f.columns
		if err := f.start(s); err != nil {
			return nil, err
		}
		f.columns = columns
	}
	if err := f.eachRow(f.readRow); err != nil {
		return nil, err
	}
	return f.finish()
}

// start reads the first row: is it a header, and which columns are there?
func (f *csvFile[T]) start(s *source) error {
	f.records = newRecords(s)
	first, err := f.peek()
	if err == io.EOF {
		return s.errorf("holds only blank lines")
	}
	if err != nil {
		return err
	}
	f.header = nil
	if f.opts.Header == HeaderYes || f.opts.Header == HeaderAuto && looksLikeHeader(first) {
		f.held = nil
		for _, name := range first {
			f.header = append(f.header, strings.Clone(strings.TrimSpace(name)))
		}
	}
	if f.label, err = f.findLabel(); err != nil {
		return err
	}
	f.columns = nil
	for field := range f.fields {
		if field != f.label {
			f.columns = append(f.columns, &csvColumn{field: field, name: f.columnName(field)})
		}
	}
	if len(f.columns) == 0 {
		return s.errorf("holds no column beside the label, expected data")
	}
	return nil
}

// looksLikeHeader: there is text in the row, and no number.
func looksLikeHeader(row []string) bool {
	text := false
	for _, field := range row {
		switch kind, _ := parseField[float64](field); kind {
		case fieldText:
			text = true
		case fieldMissing: // pandas leaves its index unnamed
		default:
			return false
		}
	}
	return text
}

// findLabel returns the field that opts.Label names, −1 for none.
func (f *csvFile[T]) findLabel() (int, error) {
	label := f.opts.Label
	if label == "" {
		return -1, nil
	}
	if i := slices.Index(f.header, label); i >= 0 {
		if slices.Contains(f.header[i+1:], label) {
			return 0, f.s.errorf("more than one column is named %q", label)
		}
		return i, nil
	}
	if n, err := strconv.Atoi(label); err == nil && 1 <= n && n <= f.fields {
		return n - 1, nil
	}
	if f.header == nil {
		return 0, f.s.errorf("no column %q: there is no header, expected a number from 1 to %d", label, f.fields)
	}
	names := strings.Join(f.header[:min(10, len(f.header))], ", ")
	if len(f.header) > 10 {
		names += ", …"
	}
	return 0, f.s.errorf("no column %q, expected a number from 1 to %d or one of %s", label, f.fields, names)
}

// columnName is the header's name for a field, or its number.
func (f *csvFile[T]) columnName(field int) string {
	if f.header == nil {
		return strconv.Itoa(field + 1)
	}
	return f.header[field]
}

// at prefixes a message with the place of a field in the current row.
func (f *csvFile[T]) at(field int, format string, args ...any) error {
	where := fmt.Sprintf("row %d, column %d", f.row, field+1)
	if f.header != nil {
		where += fmt.Sprintf(" (%.40q)", f.header[field])
	}
	return f.s.errorf("%s %w", where, fmt.Errorf(format, args...))
}

func (f *csvFile[T]) eachRow(do func(record []string) error) error {
	for {
		record, err := f.take()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(record); err != nil {
			return err
		}
	}
}

// findText marks the columns that hold text.
func (f *csvFile[T]) findText(record []string) error {
	for _, c := range f.columns {
		if !c.text {
			kind, _ := parseField[T](record[c.field])
			c.text = kind == fieldText
		}
	}
	return nil
}

// readRow appends one row to cells and labels.
func (f *csvFile[T]) readRow(record []string) error {
	for _, c := range f.columns {
		v, err := f.readCell(c, record[c.field])
		if err != nil {
			return err
		}
		f.cells = append(f.cells, v)
	}
	if f.label >= 0 {
		class := strings.TrimSpace(record[f.label])
		if isMissing(class) {
			return f.at(f.label, "is missing, expected a label")
		}
		f.labels.add(class)
	}
	return nil
}
