package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// core is a processor that LLVM has a model of.
type core struct {
	Name, CPU, Triple string
}

// cores are the processors of the table. LLVM takes Apple's for an older one,
// Cyclone, and so there is no bar on it.
var cores = []core{
	{"Neoverse N1", "neoverse-n1", "aarch64-linux-gnu"},
	{"Neoverse V1", "neoverse-v1", "aarch64-linux-gnu"},
	{"Apple M1", "apple-m1", "arm64-apple-macos"},
}

// estimate is what a model says of a loop.
type estimate struct {
	Cycles float64 // of a turn, in the steady state
	Limit  float64 // cycles of a turn if nothing waited but for pipes and dispatch
	FMAs   float64 // cycles of a turn that its multiply-adds alone take
}

// key names a loop.
func (l loop) key() string { return fmt.Sprintf("%s/%d", l.Kernel, l.Bits) }

// run lets the model run the loops. A turn's cycles are a difference of two
// runs, which leaves out how they begin and end.
func (c core) run(mca string, loops []loop) (map[string]estimate, error) {
	const few, many = 50, 150
	var text bytes.Buffer
	for _, l := range loops {
		region := func(name string, keep func(string) bool) {
			fmt.Fprintf(&text, "# LLVM-MCA-BEGIN %s\n", name)
			for _, in := range l.Insts {
				if !keep(in.Text) {
					continue
				}
				fmt.Fprintln(&text, operandOf(in.Text, in.Target != 0))
			}
			fmt.Fprintln(&text, "# LLVM-MCA-END")
		}
		region(l.key(), func(string) bool { return true })
		if l.fmas() > 0 {
			region(l.key()+"/fma", isFMA)
		}
	}
	var runs [2]map[string]summary
	for i, n := range []int{few, many} {
		cmd := exec.Command(mca, "-mtriple="+c.Triple, "-mcpu="+c.CPU, fmt.Sprintf("-iterations=%d", n), "-instruction-info=false", "-resource-pressure=false")
		cmd.Stdin = bytes.NewReader(text.Bytes())
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("%s -mcpu=%s: %w\n%s", mca, c.CPU, err, firstLines(stderr.String(), 5))
		}
		if runs[i], err = summaries(string(out)); err != nil {
			return nil, err
		}
	}
	es := map[string]estimate{}
	for _, l := range loops {
		a, ok := runs[0][l.key()]
		b := runs[1][l.key()]
		if !ok {
			return nil, fmt.Errorf("%s says nothing of %s", mca, l.key())
		}
		es[l.key()] = estimate{Cycles: (b.cycles - a.cycles) / (many - few), Limit: b.limit, FMAs: runs[1][l.key()+"/fma"].limit}
	}
	return es, nil
}

// operandOf is the instruction without the address that a branch goes to, which
// a model does not need and an assembler may find too far.
func operandOf(text string, branches bool) string {
	if !branches {
		return text
	}
	i := strings.LastIndexAny(text, " ,")
	return strings.TrimSpace(text[:i+1]) + " 0"
}

// summary is the head of a region's report.
type summary struct{ cycles, limit float64 }

var summaryLine = regexp.MustCompile(`(?m)^\[\d+\] Code Region - (\S+)$|^Total Cycles: +(\d+)$|^Block RThroughput: +([0-9.]+)$`)

func summaries(out string) (map[string]summary, error) {
	all := map[string]summary{}
	name := ""
	for _, m := range summaryLine.FindAllStringSubmatch(out, -1) {
		s := all[name]
		var err error
		switch {
		case m[1] != "":
			name = m[1]
			continue
		case m[2] != "":
			s.cycles, err = strconv.ParseFloat(m[2], 64)
		default:
			s.limit, err = strconv.ParseFloat(m[3], 64)
		}
		if err != nil {
			return nil, err
		}
		all[name] = s
	}
	return all, nil
}

func firstLines(s string, n int) string {
	lines := strings.SplitN(s, "\n", n+1)
	return strings.Join(lines[:min(n, len(lines))], "\n")
}
