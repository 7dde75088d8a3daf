package object

import (
	"bytes"
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Func is an assembly function in a linked program.
type Func struct {
	Name string
	Addr uint64
	Code []byte
}

// Program is a linked program of one architecture, all of whose assembly
// functions are called Funcs, by address.
type Program struct {
	Path, Arch string
	Funcs      []Func
}

// declared finds the functions in a file of stubs.
var declared = regexp.MustCompile(`(?m)^func (\w+)\(`)

// Build assembles and links files, by name: the assembly of a package kernels
// for arch and its stubs, stubs_<arch>.go. The program, in dir, does nothing but
// name all functions.
func Build(dir, arch string, files map[string][]byte) (*Program, error) {
	pkg := filepath.Join(dir, "kernels")
	if err := os.MkdirAll(pkg, 0o777); err != nil {
		return nil, err
	}
	suffix := "_" + arch
	var names []string
	for name, text := range files {
		switch strings.TrimSuffix(strings.TrimSuffix(name, ".go"), ".s") {
		case "stubs" + suffix:
			for _, m := range declared.FindAllSubmatch(text, -1) {
				names = append(names, string(m[1]))
			}
		default:
			if !strings.HasSuffix(name, suffix+".s") {
				continue
			}
		}
		if err := os.WriteFile(filepath.Join(pkg, name), text, 0o666); err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("object: no stubs%s.go with functions", suffix)
	}
	slices.Sort(names)
	for name, text := range map[string]string{
		"go.mod":         "module object\n\ngo 1.25.0\n",
		"kernels/all.go": "package kernels\n\nvar All = []any{" + strings.Join(names, ", ") + "}\n",
		"main.go":        "package main\n\nimport \"object/kernels\"\n\nfunc main() { println(len(kernels.All)) }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			return nil, err
		}
	}
	p := &Program{Path: filepath.Join(dir, "program"), Arch: arch}
	cmd := exec.Command("go", "build", "-o", p.Path, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "GOWORK=off", "GOFLAGS=", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("object: go build for %s: %w\n%s", arch, err, bytes.TrimSpace(out))
	}
	if err := p.read(); err != nil {
		return nil, err
	}
	if len(p.Funcs) != len(names) {
		return nil, fmt.Errorf("object: %d functions are in the program, %d in the stubs", len(p.Funcs), len(names))
	}
	return p, nil
}

// read finds the functions in the program's symbols.
func (p *Program) read() error {
	f, err := elf.Open(p.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	syms, err := f.Symbols()
	if err != nil {
		return err
	}
	for _, s := range syms {
		name, ok := strings.CutPrefix(s.Name, "object/kernels.")
		if !ok || !strings.HasSuffix(name, ".abi0") {
			continue
		}
		text := f.Sections[s.Section]
		code := make([]byte, s.Size)
		if _, err := text.ReadAt(code, int64(s.Value-text.Addr)); err != nil {
			return fmt.Errorf("object: %s: %w", name, err)
		}
		p.Funcs = append(p.Funcs, Func{Name: strings.TrimSuffix(name, ".abi0"), Addr: s.Value, Code: code})
	}
	slices.SortFunc(p.Funcs, func(a, b Func) int { return int(int64(a.Addr - b.Addr)) })
	return nil
}
