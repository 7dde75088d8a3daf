package asm

import (
	"bytes"
	"fmt"
	"strings"
)

// Line is one line of an assembled function.
type Line struct {
	Text    string // "fmla v0.4s, v1.4s, v2.s[3]", Go assembly, "loop:" or a comment
	Word    uint32 // the instruction, if Encoded
	Encoded bool
	Comment bool
}

// Lines allocates registers and returns the function's lines, without copies
// whose ends share a register.
func (f *Func) Lines() ([]Line, error) {
	if f.err != nil {
		return nil, f.err
	}
	assigned, err := f.allocate()
	if err != nil {
		return nil, err
	}
	num := func(r *vreg) uint32 { return uint32(assigned[r.id]) }
	name := func(r *vreg) string { return itoa(assigned[r.id]) }
	var lines []Line
	for _, in := range f.insts {
		if in.copies {
			if d, s := in.copyOf(); num(d) == num(s) {
				continue
			}
		}
		l := Line{Text: in.decoded(name), Encoded: in.encoded}
		switch {
		case in.encoded:
			l.Word = in.encode(num)
		case in.place != nil:
			l.Text = in.place.name + ":"
		case in.mnemonic == "":
			l.Comment = true
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// Stub is the Go declaration that goes with the function.
func (f *Func) Stub() string {
	return comment(f.Doc) + "//\n//go:noescape\nfunc " + f.Name + f.Signature + "\n"
}

func (f *Func) print(w *bytes.Buffer, lines []Line) {
	fmt.Fprintf(w, "// func %s%s\nTEXT ·%s(SB), NOSPLIT, $%d-%d\n", f.Name, f.Signature, f.Name, f.frameSize(), f.sig.Bytes())
	for _, l := range lines {
		switch {
		case l.Encoded:
			fmt.Fprintf(w, "\tWORD $0x%08x // %s\n", l.Word, l.Text)
		case l.Comment:
			fmt.Fprintf(w, "\t// %s\n", l.Text)
		case strings.HasSuffix(l.Text, ":"):
			fmt.Fprintf(w, "\n%s\n", l.Text)
		default:
			fmt.Fprintf(w, "\t%s\n", l.Text)
		}
	}
}

// comment makes each line of a text a Go comment.
func comment(text string) string {
	return "// " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n// ") + "\n"
}
