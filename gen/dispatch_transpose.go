package main

import (
	"bytes"
	"fmt"
)

// dispatchTranspose writes the choice of the transpose's tile and its kernel.
func dispatchTranspose(b *bytes.Buffer, arch string) {
	b.WriteString("// the width of level l's transpose tile, 0 without one\n")
	b.WriteString("func transposeTile[T Float](l level) int {\n")
	each(b, arch, func(l Level, bits int) string { return fmt.Sprintf("return %d", l.Bits/bits) })
	b.WriteString("return 0\n}\n\n")
	b.WriteString("// for i < w*n, j < w { dst[j*ldd+i] = src[i*lds+j] }, w = transposeTile(l) > 0\n")
	b.WriteString("func dispatchTransposeTiles[T Float](l level, n int, dst, src []T, ldd, lds int) {\n")
	each(b, arch, func(l Level, bits int) string {
		return fmt.Sprintf("transposeF%d%s(n, f%[1]d(dst), f%[1]d(src), ldd, lds)", bits, l.Suffix)
	})
	b.WriteString("}\n\n")
}

// each writes a switch over the element types and the levels of arch.
func each(b *bytes.Buffer, arch string, body func(l Level, bits int) string) {
	if arch == "" {
		return
	}
	for _, bits := range []int{32, 64} {
		cond := "if isFloat32[T]()"
		if bits == 64 {
			cond = "else"
		}
		b.WriteString(cond + " {\nswitch l {\n")
		for _, l := range levels {
			if l.Arch == arch {
				fmt.Fprintf(b, "case level%s:\n%s\n", l.Suffix, body(l, bits))
			}
		}
		b.WriteString("}\n}")
	}
	b.WriteString("\n")
}
