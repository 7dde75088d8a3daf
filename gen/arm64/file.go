// Package arm64 lowers kernel bodies (gen/ir) to NEON with the assembler in
// gen/arm64/asm, and writes the loops, tails and micro-kernels of that family.
package arm64

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// features maps the extensions' names to the assembler's.
var features = map[string]asm.Feature{"ASIMD": asm.ASIMD, "ASIMDDP": asm.DotProd, "ASIMDHP": asm.FP16}

// File collects the functions of one assembly file, of any level.
type File struct {
	asm *asm.File
	err error
}

// NewFile returns an empty file.
func NewFile() *File { return &File{asm: asm.NewFile("", asm.Level{})} }

// begin starts a function and returns the machine that writes it.
func (f *File) begin(l ir.Level, bits int, name, signature, doc string) *machine {
	f.asm.Level = asm.Level{Name: l.Name}
	for _, isa := range l.ISA {
		if features[isa] == 0 && f.err == nil {
			f.err = fmt.Errorf("level %s: unknown extension %s", l.Name, isa)
		}
		f.asm.Level.Features |= features[isa]
	}
	return newMachine(f.asm.Func(name, signature, name+" is: "+doc), f.asm.Pool(fmt.Sprintf("consts%d", bits)), bits)
}

// Print returns the assembly and the stubs. It fails where a function needs an
// instruction or a register that its level does not have.
func (f *File) Print(header string) (text, stubs []byte, err error) {
	if f.err != nil {
		return nil, nil, f.err
	}
	if text, err = f.asm.Assemble(); err != nil {
		return nil, nil, err
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n//go:build arm64 && !purego\n\npackage kernels\n", header)
	for _, fn := range f.asm.Funcs {
		b.WriteString("\n" + fn.Stub())
	}
	return []byte(header + rest), b.Bytes(), nil
}
