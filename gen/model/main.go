// Command model tells how fast the NEON kernels would be on processors that
// are not at hand: it assembles package kernels for arm64, cuts out the hot
// loops, and lets LLVM's models of processors run them (llvm-mca). For amd64 it
// counts the instructions of the same loops. The result is a table:
//
//	go run ./model [-kernels ../kernels] [-out FILE]
//
// It fails if a loop misses its bar.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/lamina-go/lamina/gen/object"
)

func main() {
	fs := flag.NewFlagSet("model", flag.ExitOnError)
	dir := fs.String("kernels", "../kernels", "the `directory` of package kernels")
	out := fs.String("out", "", "write the table to this `file` and only its bars to stdout")
	objdump := fs.String("objdump", "llvm-objdump-19", "the disassembler `command`")
	mca := fs.String("mca", "llvm-mca-19", "the model `command`; 14 and older take these processors for a Cortex-A57")
	fs.Parse(os.Args[1:])
	if err := run(*dir, *out, *objdump, *mca); err != nil {
		fmt.Fprintln(os.Stderr, "model:", err)
		os.Exit(1)
	}
}

func run(dir, out, objdump, mca string) error {
	neon, err := hotLoops(dir, "arm64", "NEON", objdump)
	if err != nil {
		return err
	}
	avx2, err := hotLoops(dir, "amd64", "AVX2", objdump)
	if err != nil {
		return err
	}
	var models []map[string]estimate
	for _, c := range cores {
		m, err := c.run(mca, neon)
		if err != nil {
			return err
		}
		models = append(models, m)
	}
	bars := barsOf(neon, avx2, models)
	var b bytes.Buffer
	writeTable(&b, neon, avx2, models, bars)
	text := b.Bytes()
	if out != "" {
		if err := os.WriteFile(out, text, 0o666); err != nil {
			return err
		}
		text = []byte(bars.String())
	}
	os.Stdout.Write(text)
	return bars.err()
}

// hotLoops returns the hot loops of a level's kernels, from their object code.
func hotLoops(dir, arch, suffix, objdump string) ([]loop, error) {
	files := map[string][]byte{}
	for _, pattern := range []string{"*_" + arch + ".s", "stubs_" + arch + ".go"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			files[filepath.Base(name)] = text
		}
	}
	tmp, err := os.MkdirTemp("", "model")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	p, err := object.Build(tmp, arch, files)
	if err != nil {
		return nil, err
	}
	code, err := p.Disassemble(objdump)
	if err != nil {
		return nil, err
	}
	return cut(code, suffix)
}
