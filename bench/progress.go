package main

import (
	"fmt"
	"io"
	"os"
)

// progress shows on a terminal which case is being measured.
type progress struct {
	w     io.Writer
	n, of int
}

func (p *progress) step(level, name string) {
	if p.n++; terminal(p.w) {
		fmt.Fprintf(p.w, "\r\x1b[K%s %d/%d %s", level, p.n, p.of, name)
	}
}

func (p *progress) done() {
	if terminal(p.w) {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
