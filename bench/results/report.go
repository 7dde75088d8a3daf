package main

import (
	"fmt"
	"io"
	"strings"
)

// A report is one section of the page.
type report struct {
	title, text string
	header      []string // the first column is text, the others are figures
	rows        [][]string
	claims      []claim

	name string
}

// A claim is what the figures are expected to show.
type claim struct {
	text  string
	holds bool
}

func (r *report) row(cells ...string) { r.rows = append(r.rows, cells) }

func (r *report) claim(holds bool, format string, args ...any) {
	r.claims = append(r.claims, claim{fmt.Sprintf(format, args...), holds})
}

func writePage(w io.Writer, r *run, reports []report, command string) error {
	var b strings.Builder
	fmt.Fprintf(&b, `# Results on Fashion-MNIST

Written by `+"`make results`"+` (`+"`bench/results`"+`) with the command `+"`%s`"+` in bench/ and seed %d, on %s training
pictures of 28×28 pixels. A tenth of them is held out to keep the best epoch; every figure is of the %s test pictures.
Rates, noises and penalties are round numbers, some of them settled on with such figures in view. Errors are for pixels from 0 to 1. The same command gives the same page on every machine.
`, command, r.seed, thousands(r.train.Len()), thousands(r.test.Len()))
	for _, s := range reports {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", s.title, strings.TrimSpace(s.text))
		line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
		line(s.header)
		rule := []string{"---"}
		for range s.header[1:] {
			rule = append(rule, "---:")
		}
		line(rule)
		for _, row := range s.rows {
			line(row)
		}
		fmt.Fprintln(&b)
		for _, c := range s.claims {
			holds := "holds"
			if !c.holds {
				holds = "**does not hold**"
			}
			fmt.Fprintf(&b, "- %s: %s.\n", c.text, holds)
		}
		fmt.Fprintf(&b, "\n`go run ./results -only %s -seed %d` repeats this table.\n", s.name, r.seed)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// thousands is n as people write it: 60,000.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func f2(x float64) string { return fmt.Sprintf("%.2f", x) }
func f3(x float64) string { return fmt.Sprintf("%.3f", x) }

// percent is a share as people read it.
func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }
