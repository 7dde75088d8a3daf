package tensorio

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// onlyFile asserts that dir holds one file, name, with these contents.
func onlyFile(t *testing.T, dir, name, contents string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil || string(got) != contents || len(entries) != 1 {
		t.Errorf("%d files, %s holds %q (%v), expected one with %q", len(entries), name, got, err, contents)
	}
}

func writeText(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestWriteFileAtomic(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	for _, text := range []string{"old", "new"} {
		if err := WriteFileAtomic(path, writeText(text)); err != nil {
			t.Fatal(err)
		}
		onlyFile(t, dir, "out", text)
	}

	stop := errors.New("stop")
	err := WriteFileAtomic(path, func(w io.Writer) error {
		w.Write(make([]byte, 1<<20))
		return stop
	})
	if err != stop {
		t.Errorf("%v, expected the writer's own error", err)
	}
	onlyFile(t, dir, "out", "new")

	func() {
		defer func() { recover() }()
		WriteFileAtomic(path, func(io.Writer) error { panic("stop") })
	}()
	onlyFile(t, dir, "out", "new")
}

func TestWriteFileAtomicRefuses(t *testing.T) {
	dir := t.TempDir()
	refused(t, WriteFileAtomic(dir, writeText("x")), dir, "is a directory, expected a file to write")

	path := filepath.Join(dir, "missing", "out")
	err := WriteFileAtomic(path, writeText("x"))
	refused(t, err, path, "")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
	if runtime.GOOS != "windows" {
		refused(t, WriteFileAtomic(os.DevNull, writeText("x")), os.DevNull, "is not a regular file")
	}
}

func TestAtomicFileErrors(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	a, err := CreateAtomic(path)
	if err != nil {
		t.Fatal(err)
	}
	a.f.Close() // as if the disk had failed
	_, err = a.Write([]byte("x"))
	refused(t, err, path, "closed")
	refused(t, a.Commit(), path, "closed")
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("%v is left", entries)
	}
}

// A link stays a link, and what it leads to is replaced and keeps its mode.
func TestWriteFileAtomicLink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege on Windows")
	}
	dir := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	target := filepath.Join(dir, "out")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if err := WriteFileAtomic(link, writeText("new")); err != nil {
		t.Fatal(err)
	}
	onlyFile(t, dir, "out", "new")
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
