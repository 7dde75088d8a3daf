package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// line prints one line of a report, its label in a column of its own.
func line(w io.Writer, label, format string, args ...any) {
	fmt.Fprintf(w, "%-11s %s\n", label, fmt.Sprintf(format, args...))
}

// thousands is n as people write it: 60,000.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return thousands(n) + " " + what
}

// figure is x to five digits, without an exponent where that can be read.
func figure(x float64) string {
	size := math.Abs(x)
	switch {
	case size >= 1e4 && size < 1e12:
		return thousands(int(math.Round(x)))
	case size < 1e-3 || size >= 1e12:
		return strconv.FormatFloat(x, 'g', 5, 64)
	}
	return strconv.FormatFloat(x, 'f', 4-int(math.Floor(math.Log10(max(size, 1)))), 64)
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false) // paths are to be read
	return e.Encode(v)
}

// jsonFields lists the names of the fields that T is printed with.
func jsonFields[T any]() string {
	var names []string
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// wrap breaks words into lines of at most width letters; used are taken on the first.
func wrap(s string, width, used int) string {
	var b strings.Builder
	for i, word := range strings.Fields(s) {
		switch {
		case i == 0:
		case used+1+len(word) > width:
			b.WriteByte('\n')
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += len(word)
	}
	return b.String()
}
