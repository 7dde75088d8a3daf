// Package amd64 lowers kernel bodies (gen/ir) to AVX2 and AVX-512 with avo,
// and writes the loops, tails and micro-kernels of that family.
package amd64

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	avoir "github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// File collects the functions of one assembly file, of any level.
type File struct {
	ctx    *build.Context
	levels map[string]ir.Level // by function
	globls map[string]operand.Mem
}

// NewFile returns an empty file.
func NewFile() *File {
	f := &File{ctx: build.NewContext(), levels: map[string]ir.Level{}, globls: map[string]operand.Mem{}}
	f.ctx.ConstraintExpr("amd64,!purego")
	return f
}

// begin starts a function and returns the machine that writes it.
func (f *File) begin(l ir.Level, bits int, name, signature, doc string) *machine {
	f.levels[name] = l
	c := f.ctx
	c.Function(name)
	c.Attributes(attr.NOSPLIT)
	c.SignatureExpr(signature)
	c.Doc(fmt.Sprintf("%s is: %s", name, doc))
	c.Pragma("noescape")
	return newMachine(f, l, bits)
}

// Print compiles the functions and returns the assembly and the stubs. It
// fails where a function needs an instruction or a register that its level
// does not have.
func (f *File) Print(header string) (asm, stubs []byte, err error) {
	file, err := f.ctx.Result()
	if err != nil {
		return nil, nil, err
	}
	if err := pass.Compile.Execute(file); err != nil {
		return nil, nil, err
	}
	for _, fn := range file.Functions() {
		if err := checkLevel(fn, f.levels[fn.Name]); err != nil {
			return nil, nil, err
		}
	}
	cfg := printer.Config{Pkg: "kernels", Name: "avo"}
	if asm, err = printer.NewGoAsm(cfg).Print(file); err != nil {
		return nil, nil, err
	}
	if stubs, err = printer.NewStubs(cfg).Print(file); err != nil {
		return nil, nil, err
	}
	return withHeader(asm, header), withHeader(stubs, header), nil
}

// withHeader replaces avo's first line, which names a command that would not
// work here.
func withHeader(src []byte, header string) []byte {
	_, rest, _ := strings.Cut(string(src), "\n")
	return []byte(header + rest)
}

// checkLevel is the guard of the contract that a level's functions run on
// every machine for which package kernels chooses the level.
func checkLevel(fn *avoir.Function, l ir.Level) error {
	for _, isa := range fn.ISA {
		if isa != "CPUID" && !slices.Contains(l.ISA, isa) {
			return fmt.Errorf("%s: needs %s, which level %s does not have", fn.Name, isa, l.Name)
		}
	}
	for _, i := range fn.Instructions() {
		for _, r := range i.Registers() {
			p := reg.ToPhysical(r)
			if p != nil && p.Kind() == reg.KindVector && (p.PhysicalIndex() > 15 || p.Size() > 32) && l.Bits < 512 {
				return fmt.Errorf("%s: %s uses %s, which level %s does not have", fn.Name, i.Opcode, p.Asm(), l.Name)
			}
		}
	}
	return nil
}

// globl returns a read-only static of the file with the given 64-bit words.
func (f *File) globl(name string, words ...uint64) operand.Mem {
	if m, ok := f.globls[name]; ok {
		return m
	}
	m := f.ctx.StaticGlobal(name)
	f.ctx.DataAttributes(attr.RODATA | attr.NOPTR)
	for i, w := range words {
		f.ctx.AddDatum(8*i, operand.U64(w))
	}
	f.globls[name] = m
	return m
}
