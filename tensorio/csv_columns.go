package tensorio

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// maxCategories bounds what one-hot coding makes of one column; a column of
// names or identifiers would otherwise become as wide as the file is long.
const maxCategories = 1000

// csvColumn is a column of data, numbers or text.
type csvColumn struct {
	field int    // in the record
	name  string // in the header, or its number

	text  bool
	codes map[string]int // of the categories, in order of appearance

	sum   float64   // of the numbers
	count []float64 // of the values present: of each category, of all numbers
}

type fieldKind uint8

const (
	fieldNumber   fieldKind = iota // finite
	fieldInfinite                  // Inf, or too large for T
	fieldMissing
	fieldText
)

// parseField reads a field as a number of type T, correctly rounded.
func parseField[T kernels.Float](field string) (fieldKind, T) {
	field = strings.TrimSpace(field)
	v, err := strconv.ParseFloat(field, 8*dtypeOf[T]().size())
	switch {
	case isMissing(field):
		return fieldMissing, 0
	case math.IsInf(v, 0): // also of "1e999", with an error
		return fieldInfinite, 0
	case err != nil:
		return fieldText, 0
	}
	return fieldNumber, T(v)
}

// isMissing tells whether a trimmed field stands for no value.
func isMissing(field string) bool {
	if len(field) > 4 {
		return false
	}
	switch strings.ToLower(field) {
	case "", "?", "na", "n/a", "nan", "null":
		return true
	}
	return false
}

// readCell reads one field of column c.
func (f *csvFile[T]) readCell(c *csvColumn, field string) (T, error) {
	if c.text {
		if field = strings.TrimSpace(field); !isMissing(field) {
			return f.readCategory(c, field)
		}
	} else {
		switch kind, v := parseField[T](field); kind {
		case fieldNumber:
			if c.count == nil {
				c.count = make([]float64, 1)
			}
			c.sum += float64(v)
			c.count[0]++
			return v, nil
		case fieldInfinite:
			return 0, f.at(c.field, "is %.40q, expected a finite %T", field, v)
		case fieldText:
			return 0, f.at(c.field, "is %.40q, expected a number (one-hot coding of text is off)", field)
		}
	}
	if !f.opts.Impute {
		return 0, f.at(c.field, "is missing (%q), expected a value (imputing is off)", field)
	}
	return T(math.NaN()), nil
}

// readCategory returns the code of a category.
func (f *csvFile[T]) readCategory(c *csvColumn, name string) (T, error) {
	code, ok := c.codes[name]
	if !ok {
		if code = len(c.codes); code == maxCategories {
			return 0, f.at(c.field, "is %.40q, a new category after %d others, expected at most %d", name, code, maxCategories)
		}
		if c.codes == nil {
			c.codes = map[string]int{}
		}
		c.codes[strings.Clone(name)] = code
		c.count = append(c.count, 0)
	}
	c.count[code]++
	return T(code), nil
}

// mean of the numbers.
func (c *csvColumn) mean() float64 { return c.sum / c.count[0] }

// sortCategories orders the categories by name. It returns the names and, for
// each code given so far, its place among them.
func (c *csvColumn) sortCategories() (names []string, place []int) {
	names = make([]string, 0, len(c.codes))
	for name := range c.codes {
		names = append(names, name)
	}
	slices.Sort(names)
	place = make([]int, len(names))
	count := make([]float64, len(names))
	for i, name := range names {
		place[c.codes[name]] = i
		count[i] = c.count[c.codes[name]]
	}
	c.count = count
	return names, place
}
