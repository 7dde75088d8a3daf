package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/lamina-go/lamina/bench/harness"
)

func writeMachine(w io.Writer, m machine) {
	fmt.Fprintf(w, "%s, %d CPUs, GOMAXPROCS %d, %s %s/%s, %s\n", m.CPU, m.CPUs, m.GOMAXPROCS, m.Go, m.OS, m.Arch, m.Date.Format(time.DateTime))
	fmt.Fprintln(w, "Each figure is the median over the rounds; in brackets are their quartiles. README.md says what they mean.")
}

func writeLevel(w io.Writer, l levelReport) {
	fmt.Fprintf(w, "\n== lamina on %s ==\n", l.Level)
	for _, r := range l.Roofs {
		fmt.Fprintf(w, "roof %s: %.1f G lane-FMAs/s (%.1f GFLOP/s); medians of the cases %.1f..%.1f\n",
			r.Element, r.Rate.Median, 2*r.Rate.Median, r.Rate.Min, r.Rate.Max)
	}
	for _, p := range l.Peers {
		fmt.Fprintln(w, p)
	}
	for rs := l.Results; len(rs) > 0; {
		n := 1
		for n < len(rs) && rs[n].Table == rs[0].Table {
			n++
		}
		writeTable(w, rs[:n])
		for _, m := range l.Means {
			if m.Table == rs[0].Table {
				fmt.Fprintf(w, "lamina is %.2f× %s, geometric mean of %d cases (%s)\n", m.Ratio, m.Against, m.Cases, oneBarText(rs[0].Measure, m.Bar))
			}
		}
		rs = rs[n:]
	}
}

// writeTable writes cases of one table, a line for each contestant.
func writeTable(w io.Writer, rs []harness.Result) {
	fmt.Fprintf(w, "\n%s\n", rs[0].Table)
	var b bytes.Buffer
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	measure := "slots"
	if rs[0].Measure == harness.Share {
		measure = "% of roof"
	}
	line(t, "case", "contestant", rs[0].Unit, measure, "lamina is", "bar")
	for _, r := range rs {
		name := r.Case
		for _, s := range r.Scores {
			roof, ratio, bar := "", "", ""
			if s.Roof != nil {
				roof = measureText(r.Measure, *s.Roof)
			}
			if s.Ratio != nil {
				ratio = ratioText(*s.Ratio)
			}
			if s.Reference {
				bar = barText(r)
			}
			line(t, name, s.Contestant, fmt.Sprintf("%.4g", s.Rate.Median), roof, ratio, bar)
			name = ""
		}
		if r.Apart != nil {
			line(t, "", "from core to core", fmt.Sprintf("%.0f ns", r.Apart.Median), "", "", "")
		}
		for _, x := range r.LeftOut {
			line(t, name, x.Contestant, fmt.Sprintf("left out: %.1f s a call", x.Seconds), "", "", "")
			name = ""
		}
	}
	t.Flush()
	for l := range strings.Lines(b.String()) {
		fmt.Fprintln(w, strings.TrimRight(l, " \n"))
	}
}

func line(w io.Writer, cells ...string) {
	// A tab after the last cell too: tabwriter aligns only cells that end in one.
	fmt.Fprintln(w, strings.Join(cells, "\t")+"\t")
}

func measureText(m harness.Measure, s harness.Spread) string {
	if m == harness.Share {
		return fmt.Sprintf("%.1f (%.1f–%.1f)", 100*s.Median, 100*s.Q1, 100*s.Q3)
	}
	return fmt.Sprintf("%.1f (%.1f–%.1f)", s.Median, s.Q1, s.Q3)
}

func ratioText(s harness.Spread) string {
	return fmt.Sprintf("%.2f× (%.2f–%.2f)", s.Median, s.Q1, s.Q3)
}

func barText(r harness.Result) string {
	var texts []string
	if r.Bar != 0 {
		texts = append(texts, oneBarText(r.Measure, harness.Bar{Least: r.Bar, Against: r.Against, Met: r.Met}))
	}
	for _, b := range r.Bars {
		texts = append(texts, oneBarText(r.Measure, b))
	}
	return strings.Join(texts, "; ")
}

func oneBarText(m harness.Measure, b harness.Bar) string {
	bar, unknown := fmt.Sprintf("≤ %g slots", b.Least), "no roof"
	switch {
	case b.Against != "":
		bar, unknown = fmt.Sprintf("≥ %g× %s", b.Least, b.Against), "not here"
	case m == harness.Share:
		bar = fmt.Sprintf("≥ %g %%", 100*b.Least)
	}
	switch {
	case b.Met == nil:
		return bar + ": " + unknown
	case *b.Met:
		return bar + ": met"
	}
	return bar + ": not met"
}
