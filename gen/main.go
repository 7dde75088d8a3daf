// Command gen writes the assembly of package kernels, with its stubs and its
// dispatch, from the op table and the level table.
//
//	gen -w [-out DIR]      write the files, and delete generated ones that no row makes any more
//	gen -diff [-out DIR]   exit with status 1 and the names of the files that -w would change
//
// Both make every kernel's assembly, which takes minutes and tells how far it is. With
// -only NAME[,NAME] they make that of the named kernels and keep the others' as it is:
// seconds, and after -w the same tree if nothing else has changed. A name is that of a
// row of the op table (softThreshold), or of a .s file without its machine (gemm_tile).
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

func main() {
	fs := flag.NewFlagSet("gen", flag.ExitOnError) // avo claims names in the global set
	write := fs.Bool("w", false, "write the generated files")
	diff := fs.Bool("diff", false, "compare the generated files with those in place")
	out := fs.String("out", "../kernels", "the `directory` of package kernels")
	only := fs.String("only", "", "make only the kernels `NAME[,NAME]`, and keep the others' assembly as it is")
	fs.Parse(os.Args[1:])
	if *write == *diff || fs.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "gen: want one of -w and -diff")
		fs.Usage()
		os.Exit(2)
	}
	if err := run(*out, *only, *write); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(dir, only string, write bool) error {
	have, err := generated(dir)
	if err != nil {
		return err
	}
	pick, err := newSelection(only)
	if err != nil {
		return err
	}
	want, err := generate(pick, have, progress(pick.files()))
	if err != nil {
		return err
	}
	return update(dir, want, write)
}

// progress returns a function to call after each of n files, from any goroutine.
// It writes how far that is every ten seconds.
func progress(n int) func() {
	var mu sync.Mutex
	i, last := 0, time.Now()
	return func() {
		mu.Lock()
		defer mu.Unlock()
		if i++; time.Since(last) > 10*time.Second {
			last = time.Now()
			fmt.Fprintf(os.Stderr, "gen: %d of %d assembly files made\n", i, n)
		}
	}
}

// update makes the generated files in dir those of want, and writes their names, or,
// unless write, returns an error that names the files that differ.
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
		path, done := filepath.Join(dir, name), "written"
		if want[name] == nil {
			err, done = os.Remove(path), "deleted"
		} else {
			err = os.WriteFile(path, want[name], 0o644)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "gen: %s %s\n", path, done)
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
