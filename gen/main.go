// Command gen writes the assembly of package kernels, with its stubs and its
// dispatch, from the op table and the level table.
//
//	gen -w [-out DIR]      write the files, and delete generated ones that no row makes any more
//	gen -diff [-out DIR]   exit with status 1 and the names of the files that -w would change
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	fs := flag.NewFlagSet("gen", flag.ExitOnError) // avo claims names in the global set
	write := fs.Bool("w", false, "write the generated files")
	diff := fs.Bool("diff", false, "compare the generated files with those in place")
	out := fs.String("out", "../kernels", "the `directory` of package kernels")
	fs.Parse(os.Args[1:])
	if *write == *diff || fs.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "gen: want one of -w and -diff")
		fs.Usage()
		os.Exit(2)
	}
	want, err := generate()
	if err == nil {
		err = update(*out, want, *write)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// update makes the generated files in dir those of want or, unless write,
// returns an error that names the files that differ.
func update(dir string, want files, write bool) error {
	have, err := generated(dir)
	if err != nil {
		return err
	}
	var stale []string
	for name, text := range want {
		if !bytes.Equal(have[name], text) {
			stale = append(stale, name)
		}
	}
	for name := range have {
		if want[name] == nil {
			stale = append(stale, name)
		}
	}
	slices.Sort(stale)
	if !write {
		if len(stale) > 0 {
			return fmt.Errorf("not up to date in %s: %s", dir, strings.Join(stale, " "))
		}
		return nil
	}
	for _, name := range stale {
		path := filepath.Join(dir, name)
		if want[name] == nil {
			err = os.Remove(path)
		} else {
			err = os.WriteFile(path, want[name], 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// generated returns the files in dir that begin with the header.
func generated(dir string) (files, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	fs := files{}
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); ext != ".go" && ext != ".s" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		if bytes.HasPrefix(text, []byte(header)) {
			fs[e.Name()] = text
		}
	}
	return fs, nil
}
