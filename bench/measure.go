package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels"
)

// measure runs the cases at one level: here, if it is this process's level,
// else in a process that has it.
func measure(level string, f flags, stderr io.Writer) (levelReport, error) {
	if level != kernels.Active() {
		return measureChild(level, f, stderr)
	}
	l := levelReport{Level: level}
	p := progress{w: stderr, of: len(f.cases)}
	for _, c := range f.cases {
		p.step(level, c.Name)
		l.Results = append(l.Results, harness.Run(c, f.options()))
	}
	p.done()
	for _, w := range f.python {
		l.Peers = append(l.Peers, w.Words()...)
	}
	l.Roofs, l.Means = roofs(l.Results), harness.Means(l.Results)
	return l, nil
}

// measureChild has this program measure one level with LAMINA_ISA set to it,
// and returns what that prints.
func measureChild(level string, f flags, stderr io.Writer) (levelReport, error) {
	self, err := os.Executable()
	if err != nil {
		return levelReport{}, err
	}
	cmd := exec.Command(self, f.args(level)...)
	// For os/exec the last of two values holds.
	cmd.Env = append(os.Environ(), "LAMINA_ISA="+level)
	cmd.Stderr = stderr
	out, err := cmd.Output()
	if err != nil {
		return levelReport{}, err
	}
	var rep report
	if err := json.Unmarshal(out, &rep); err != nil {
		return levelReport{}, err
	}
	if len(rep.Levels) != 1 || rep.Levels[0].Level != level {
		return levelReport{}, fmt.Errorf("its process reports another level")
	}
	return rep.Levels[0], nil
}

// roofs sums up what the cases measured: of each element type, the
// distribution of the cases' medians.
func roofs(rs []harness.Result) []roofReport {
	medians := map[string][]float64{}
	for _, r := range rs {
		if r.Roof != nil {
			medians[r.Element] = append(medians[r.Element], r.Roof.Median)
		}
	}
	var out []roofReport
	for e, m := range medians {
		out = append(out, roofReport{e, harness.SpreadOf(m)})
	}
	slices.SortFunc(out, func(a, b roofReport) int { return strings.Compare(a.Element, b.Element) })
	return out
}
