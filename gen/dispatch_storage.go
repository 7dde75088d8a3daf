package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/gen/ir"
)

// switchFeatures writes a switch over arch's levels that calls the assembly
// functions of kernel with args and returns; where a further feature is
// missing, the next level is tried. ret is "return " for a function with a
// result.
func switchFeatures(b *bytes.Buffer, arch, kernel, ret, args string) {
	b.WriteString("switch l {\n")
	for _, l := range levels {
		if l.Arch != arch {
			continue
		}
		call := fmt.Sprintf("%s%s%s(%s)\n", ret, kernel, l.Suffix, args)
		if ret == "" {
			call += "return\n"
		}
		fmt.Fprintf(b, "case level%s:\n", l.Suffix)
		f, gated := features[kernel][l.Suffix]
		switch {
		case gated && lastOf(l):
			fmt.Fprintf(b, "if %s {\n%s}\n", f.has, call)
		case gated:
			fmt.Fprintf(b, "if %s {\n%s}\nfallthrough\n", f.has, call)
		default:
			b.WriteString(call)
		}
	}
	b.WriteString("}\n")
}

// lastOf tells whether l is the last level of its architecture.
func lastOf(l Level) bool {
	last := ""
	for _, m := range levels {
		if m.Arch == l.Arch {
			last = m.Suffix
		}
	}
	return l.Suffix == last
}

func dispatchStorage(b *bytes.Buffer, arch string) {
	for _, g := range groups {
		dispatchGroup(b, arch, g)
	}
	dispatchHamming(b, arch)
}

// dispatchGroup writes the function that runs g on level l: whole groups in
// bounded calls, and the rest in a group of its own that is filled with zeros.
func dispatchGroup(b *bytes.Buffer, arch string, g ir.Group) {
	name := strings.ToUpper(g.Name[:1]) + g.Name[1:]
	scalars := ""
	for _, s := range g.Scalars {
		scalars += ", " + s
	}
	fmt.Fprintf(b, "\n// %s\nfunc dispatch%s(l level, %s) {\n", g.Doc, name, g.Params())
	def := fmt.Sprintf("%sGo(dst, src%s)\n", g.Name, scalars)
	if arch == "" {
		b.WriteString(def + "}\n")
		return
	}
	fmt.Fprintf(b, "if l == levelGeneric {\n%sreturn\n}\n", def)
	fmt.Fprintf(b, "for len(src) >= %d {\nn := min(len(src), chunk) &^ %d\n", g.Elems, g.Elems-1)
	fmt.Fprintf(b, "%sGroups(l, dst[:n/%d], src[:n]%s)\ndst, src = dst[n/%[2]d:], src[n:]\ninterruptible()\n}\n", g.Name, g.Per, scalars)
	fmt.Fprintf(b, "if len(src) > 0 {\nvar d [%d]%s\nvar s [%d]%s\ncopy(s[:], src)\n", g.Elems/g.Per, g.Dst.Go, g.Elems, g.Src.Go)
	fmt.Fprintf(b, "%sGroups(l, d[:], s[:]%s)\ncopy(dst, d[:])\n}\n}\n", g.Name, scalars)

	fmt.Fprintf(b, "\nfunc %sGroups(l level, %s) {\n", g.Name, g.Params())
	switchFeatures(b, arch, g.Name, "", "dst, src"+scalars)
	b.WriteString(def + "}\n")
}

func dispatchHamming(b *bytes.Buffer, arch string) {
	b.WriteString("\n// bits in which a and b differ; their length is a multiple of hammingStep\n")
	b.WriteString("func dispatchHamming(l level, a, b []uint64) int {\n")
	if arch != "" {
		switchFeatures(b, arch, "hamming", "return ", "a, b")
	}
	b.WriteString("return hammingGo(a, b)\n}\n")

	b.WriteString("\n// dst[i] = bits in which query and code i of table differ; len(dst) is a multiple of scanStep\n")
	b.WriteString("func dispatchHammingScan(l level, dst []uint16, query, table []uint64) {\n")
	if arch != "" {
		for _, s := range hammingScans {
			if s.words > 0 {
				fmt.Fprintf(b, "if len(query) == %d {\n", s.words)
			}
			switchFeatures(b, arch, s.name, "", "dst, query, table")
			if s.words > 0 {
				b.WriteString("}\n")
			}
		}
	}
	b.WriteString("hammingScanGo(dst, query, table)\n}\n")
}
