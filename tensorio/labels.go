package tensorio

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// labelColumn collects the classes of a label column.
type labelColumn struct {
	class []int // per row, in order of appearance
	codes map[string]int
}

func (l *labelColumn) add(name string) {
	code, ok := l.codes[name]
	if !ok {
		if l.codes == nil {
			l.codes = map[string]int{}
		}
		code = len(l.codes)
		l.codes[strings.Clone(name)] = code // name is a part of a whole row
	}
	l.class = append(l.class, code)
}

// labels numbers the classes in the order of their values if all names are
// numbers, else in alphabetical order.
func (l *labelColumn) labels() *Labels {
	names := make([]string, 0, len(l.codes))
	value := map[string]float64{}
	for name := range l.codes {
		names = append(names, name)
		if v, err := strconv.ParseFloat(name, 64); err == nil {
			value[name] = v
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		if len(value) == len(names) {
			if c := cmp.Compare(value[a], value[b]); c != 0 {
				return c
			}
		}
		return cmp.Compare(a, b)
	})
	place := make([]int, len(names))
	for i, name := range names {
		place[l.codes[name]] = i
	}
	for i, code := range l.class {
		l.class[i] = place[code]
	}
	return &Labels{Class: l.class, Names: names}
}
