package main

import (
	"fmt"
	"strconv"
	"strings"
)

// widths is the value of --layers.
type widths []int

func (w *widths) Set(s string) error {
	var list widths
	for i, field := range strings.Split(s, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < 1 {
			return fmt.Errorf("width %q at place %d: expected a positive number", field, i+1)
		}
		list = append(list, n)
	}
	*w = list
	return nil
}

func (w *widths) String() string { return join(*w, ",") }

func (*widths) Type() string { return "WIDTHS" }

// join writes numbers with sep between them.
func join(numbers []int, sep string) string {
	var fields []string
	for _, n := range numbers {
		fields = append(fields, strconv.Itoa(n))
	}
	return strings.Join(fields, sep)
}
