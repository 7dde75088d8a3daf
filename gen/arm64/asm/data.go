package asm

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Sym is a read-only constant of a File, local to it.
type Sym struct {
	name string
	data []byte
}

// Data adds bytes as a constant; the same name with the same bytes is the same
// constant. Sizes are multiples of 4.
func (f *File) Data(name string, b []byte) Sym {
	for _, s := range f.data {
		if s.name == name {
			if !bytes.Equal(s.data, b) {
				f.fail(fmt.Errorf("asm: constant %s is defined twice, differently", name))
			}
			return s
		}
	}
	if len(b) == 0 || len(b)%4 != 0 {
		f.fail(fmt.Errorf("asm: constant %s has %d bytes, not a positive multiple of 4", name, len(b)))
		return Sym{name: name}
	}
	s := Sym{name, bytes.Clone(b)}
	f.data = append(f.data, s)
	return s
}

// Uint32s adds a constant of 32-bit values; float32 constants by their bits.
func (f *File) Uint32s(name string, v ...uint32) Sym {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	return f.Data(name, b)
}

// Uint64s adds a constant of 64-bit values; float64 constants by their bits.
func (f *File) Uint64s(name string, v ...uint64) Sym {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint64(b, x)
	}
	return f.Data(name, b)
}

// Address sets r to the constant's address.
func (f *Func) Address(r R, s Sym) {
	if s.name == "" {
		f.fail("Address", "not a constant")
		return
	}
	f.emitGo("MOVD", lit("$"+s.name+"<>(SB)"), gpr(r, write))
}

// print writes the constant as DATA and GLOBL lines.
func (s Sym) print(w *bytes.Buffer) {
	for at := 0; at < len(s.data); {
		if rest := s.data[at:]; len(rest) >= 8 {
			fmt.Fprintf(w, "DATA %s<>+%d(SB)/8, $0x%016x\n", s.name, at, binary.LittleEndian.Uint64(rest))
			at += 8
		} else {
			fmt.Fprintf(w, "DATA %s<>+%d(SB)/4, $0x%08x\n", s.name, at, binary.LittleEndian.Uint32(rest))
			at += 4
		}
	}
	fmt.Fprintf(w, "GLOBL %s<>(SB), RODATA|NOPTR, $%d\n", s.name, len(s.data))
}
