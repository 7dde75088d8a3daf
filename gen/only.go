package main

import (
	"fmt"
	"regexp"
	"strings"
)

// A selection is the stems of the assembly files to make, nil for all of them.
type selection map[string]bool

// newSelection returns the kernels of a comma-separated list, all of them if it is empty.
func newSelection(list string) (selection, error) {
	if list == "" {
		return nil, nil
	}
	known := selection{}
	for _, arch := range archs() {
		for _, s := range sourcesOf(arch) {
			known[s.name] = true
		}
	}
	pick := selection{}
	for name := range strings.SplitSeq(list, ",") {
		stem := snake(name)
		if !known[stem] {
			return nil, fmt.Errorf("-only: no kernel is named %q: give names of rows as in rows_*.go, or of .s files without _amd64", name)
		}
		pick[stem] = true
	}
	return pick, nil
}

func (p selection) has(s source) bool { return p == nil || p[s.name] }

// files counts the assembly files that the selection makes.
func (p selection) files() int {
	n := 0
	for _, arch := range archs() {
		for _, s := range sourcesOf(arch) {
			if p.has(s) {
				n++
			}
		}
	}
	return n
}

var (
	textSymbol = regexp.MustCompile(`(?m)^TEXT ·(\w+)\(SB\)`)
	stubName   = regexp.MustCompile(`(?m)^func (\w+)\(`)
)

// stubs returns the declarations of the architecture's assembly functions by name,
// each with its comments.
func (fs files) stubs(arch string) map[string]string {
	decls := map[string]string{}
	for d := range strings.SplitSeq(string(fs["stubs_"+arch+".go"]), "\n\n") {
		if m := stubName.FindStringSubmatch(d); m != nil {
			decls[m[1]] = "\n" + strings.TrimSpace(d) + "\n"
		}
	}
	return decls
}

// kept returns a source's assembly as it is in fs, and its functions' stubs out of decls.
func (fs files) kept(s source, arch string, decls map[string]string) (asm, stubs []byte, err error) {
	asm = fs[s.name+"_"+arch+".s"]
	if asm == nil {
		return nil, nil, fmt.Errorf("not in place: add %s to -only, or leave that out", s.name)
	}
	var b strings.Builder
	b.WriteString("package kernels\n") // as in the stubs that are made
	for _, m := range textSymbol.FindAllSubmatch(asm, -1) {
		d, ok := decls[string(m[1])]
		if !ok {
			return nil, nil, fmt.Errorf("no stub of %s is in place: add %s to -only, or leave that out", m[1], s.name)
		}
		b.WriteString(d)
	}
	return asm, []byte(b.String()), nil
}
