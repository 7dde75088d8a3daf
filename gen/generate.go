package main

import (
	"bytes"
	"fmt"
	"go/format"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/lamina-go/lamina/gen/amd64"
	"github.com/lamina-go/lamina/gen/arm64"
	"github.com/lamina-go/lamina/gen/ir"
)

// files are generated files by name.
type files map[string][]byte

// assembly is one assembly file of a machine family.
type assembly interface {
	AddLoop(l ir.Level, k ir.Loop)
	AddGemmTile(l ir.Level, bits, rows int, name string)
	AddGemmRow(l ir.Level, bits, rows int, name string)
	AddGemmColumn(l ir.Level, bits, rows int, packed bool, name string)
	AddGemmPacking(l ir.Level, bits, rows int, name string)
	AddGemmFew(l ir.Level, bits, rows int, name string)
	AddGemmTransposing(l ir.Level, bits int, name string)
	AddDots(l ir.Level, bits int, name string)
	AddGemmWide(l ir.Level, bits, rows, vecs int, name string)
	AddGemmPack(l ir.Level, bits int, name string)
	AddGemmCopy(l ir.Level, bits int, name string)
	AddGemmPackTrans(l ir.Level, bits int, name string)
	AddPhilox(l ir.Level, name string)
	AddTranspose(l ir.Level, bits int, name string)
	AddIndex(l ir.Level, bits int, name string)
	AddRoof(l ir.Level, bits int, name string)
	AddDivider(l ir.Level, bits int, root bool, name string)
	storage
	// Print returns the file's text and its functions' stubs.
	Print(header string) (asm, stubs []byte, err error)
}

// families are the machine families by GOARCH.
var families = map[string]func() assembly{
	"amd64": func() assembly { return amd64.NewFile() },
	"arm64": func() assembly { return arm64.NewFile() },
}

// generate returns all generated files: the assembly of the kernels that pick has is
// made anew, that of the others is what have has. It calls done after each file.
func generate(pick selection, have files, done func()) (files, error) {
	fs := files{}
	for _, arch := range archs() {
		if err := fs.family(arch, pick, have, done); err != nil {
			return nil, err
		}
	}
	for _, arch := range append(archs(), "") {
		text, err := dispatchFile(arch)
		if err != nil {
			return nil, fmt.Errorf("dispatch for %q: %w", arch, err)
		}
		name := "dispatch_" + arch + ".go"
		if arch == "" {
			name = "dispatch_other.go"
		}
		fs[name] = text
	}
	return fs, nil
}

// family adds the assembly of one architecture's levels and its stubs. Sources are
// written at once, on all cores: most of the time goes to trying how many vectors side
// by side registers suffice for.
func (fs files) family(arch string, pick selection, have files, done func()) error {
	all := sourcesOf(arch)
	type output struct {
		asm, stubs []byte
		err        error
	}
	outputs := make([]output, len(all))
	decls := have.stubs(arch)
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, s := range all {
		wg.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			o := &outputs[i]
			if !pick.has(s) {
				o.asm, o.stubs, o.err = have.kept(s, arch, decls)
				return
			}
			f := families[arch]()
			for _, l := range levels {
				if l.Arch == arch {
					s.add(f, l)
				}
			}
			o.asm, o.stubs, o.err = f.Print(header)
			done()
		})
	}
	wg.Wait()
	var stubs bytes.Buffer
	stubs.WriteString(header + "\n" + constraint(arch) + "\n\npackage kernels\n")
	for i, s := range all {
		o := outputs[i]
		if o.err != nil {
			return fmt.Errorf("%s for %s: %w", s.name, arch, o.err)
		}
		fs[s.name+"_"+arch+".s"] = o.asm
		_, decls, _ := strings.Cut(string(o.stubs), "package kernels\n")
		stubs.WriteString(decls)
	}
	text, err := format.Source(stubs.Bytes())
	fs["stubs_"+arch+".go"] = text
	return err
}

// A source is one assembly file of every architecture.
type source struct {
	name string
	add  func(f assembly, l Level) // adds the functions of one level
}

// sourcesOf lists the assembly files of one architecture.
func sourcesOf(arch string) []source { return append(sources(), archSources[arch]...) }

// sources lists the assembly files that all have: one for each row of the op table, and the
// kernels that are not loops over slices.
func sources() []source {
	var ss []source
	for _, op := range ops {
		ss = append(ss, source{op.File(), op.add})
	}
	sizes := func(add func(f assembly, l Level, bits int)) func(assembly, Level) {
		return func(f assembly, l Level) {
			add(f, l, 32)
			add(f, l, 64)
		}
	}
	ss = append(ss, storageSources()...)
	return append(ss,
		source{"philox", func(f assembly, l Level) { f.AddPhilox(l.Level, "philox"+l.Suffix) }},
		source{"gemm_tile", sizes(func(f assembly, l Level, bits int) {
			for r := 1; r <= l.Tile.Rows; r++ {
				if l.Tile.Row {
					f.AddGemmRow(l.Level, bits, r, l.rowName(bits, r))
				} else {
					f.AddGemmTile(l.Level, bits, r, l.tileName(bits, r))
				}
			}
			if l.Tile.Packing > 0 {
				for r := l.Tile.Packing; r <= l.Tile.Rows; r++ {
					f.AddGemmPacking(l.Level, bits, r, l.packingName(bits, r))
				}
			}
			if l.Tile.Column > 0 {
				for r := l.Tile.Column; r <= l.Tile.Rows; r++ {
					if !l.Tile.ColumnOfT {
						f.AddGemmColumn(l.Level, bits, r, false, l.columnName(bits, r))
					}
					f.AddGemmColumn(l.Level, bits, r, true, l.columnPackedName(bits, r))
				}
			}
			for r := 1; r <= l.Tile.Few; r++ {
				f.AddGemmFew(l.Level, bits, r, l.fewName(bits, r))
			}
			if l.Tile.Few > 0 {
				f.AddGemmTransposing(l.Level, bits, l.transposingName(bits))
				f.AddDots(l.Level, bits, l.dotsName(bits))
			}
			for i, vecs := range l.Tile.Wide {
				if vecs == 0 {
					continue
				}
				f.AddGemmWide(l.Level, bits, i+1, vecs, l.wideName(bits, i+1))
			}
			f.AddGemmPack(l.Level, bits, l.packName(bits))
			f.AddGemmCopy(l.Level, bits, l.copyName(bits))
			f.AddGemmPackTrans(l.Level, bits, l.packTransName(bits))
		})},
		source{"transpose", sizes(func(f assembly, l Level, bits int) {
			f.AddTranspose(l.Level, bits, fmt.Sprintf("transposeF%d%s", bits, l.Suffix))
		})},
		source{"index", sizes(func(f assembly, l Level, bits int) {
			f.AddIndex(l.Level, bits, fmt.Sprintf("indexF%d%s", bits, l.Suffix))
			f.AddLoop(l.Level, argMaxLoop(l, bits))
		})},
		source{"roof", sizes(func(f assembly, l Level, bits int) {
			f.AddRoof(l.Level, bits, fmt.Sprintf("roofF%d%s", bits, l.Suffix))
			f.AddDivider(l.Level, bits, false, fmt.Sprintf("roofDivF%d%s", bits, l.Suffix))
			f.AddDivider(l.Level, bits, true, fmt.Sprintf("roofSqrtF%d%s", bits, l.Suffix))
		})})
}

// argMaxLoop is Max's loop followed by the search for the maximum.
func argMaxLoop(l Level, bits int) ir.Loop {
	k := ops[slices.IndexFunc(ops, func(op Op) bool { return op.Name == "max" })].loop(l, bits)
	k.Name, k.Find = fmt.Sprintf("argMaxF%d%s", bits, l.Suffix), true
	return k
}

func (op Op) loop(l Level, bits int) ir.Loop {
	return ir.Loop{Name: op.asm(l, bits), Doc: op.Doc, Bits: bits, Slices: op.Slices, Scalars: op.Scalars, Body: op.Body, Fold: op.Fold}
}

// add adds the op's functions of one level.
func (op Op) add(f assembly, l Level) {
	for _, bits := range []int{32, 64} {
		k := op.loop(l, bits)
		f.AddLoop(l.Level, k)
		if k.Folds() {
			k.Name, k.Part = k.Name+"Part", true
			f.AddLoop(l.Level, k)
		}
	}
}
