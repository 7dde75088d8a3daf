package main

import (
	"bytes"
	"fmt"
)

// dispatchIndex writes the choice of the search for a value, and for the maximum.
func dispatchIndex(b *bytes.Buffer, arch string) {
	b.WriteString("// the first i with x[i] == v, or len(x) without one; x has at most the elements of one call\n")
	b.WriteString("func dispatchIndex[T Float](l level, x []T, v T) int {\n")
	each(b, arch, func(l Level, bits int) string {
		return fmt.Sprintf("return indexF%d%s(f%[1]d(x), float%[1]d(v))", bits, l.Suffix)
	})
	b.WriteString("return indexGo(x, v)\n}\n\n")
	b.WriteString("// the first i where x[i] is the maximum, or len(x) without one because of NaN; x as before\n")
	b.WriteString("func dispatchArgMax[T Float](l level, x []T) int {\n")
	each(b, arch, func(l Level, bits int) string {
		return fmt.Sprintf("return argMaxF%d%s(f%[1]d(x))", bits, l.Suffix)
	})
	b.WriteString("return argMaxGo(x)\n}\n\n")
}
