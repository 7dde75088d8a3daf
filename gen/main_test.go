package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// generateOnce returns all generated files, which take seconds, to several tests.
func generateOnce(t *testing.T) files {
	fs, err := generatedFiles()
	if err != nil {
		t.Fatal(err)
	}
	return fs
}

var generatedFiles = sync.OnceValues(func() (files, error) { return generate(nil, nil, func() {}) })

// TestUpdate: -diff names what -w would change; -w then leaves nothing to change,
// deletes generated files that no row makes any more, and no others.
func TestUpdate(t *testing.T) {
	dir, want := t.TempDir(), generateOnce(t)
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("hand.go", "package kernels\n")
	write("old_amd64.s", header+"\n// a kernel that is gone\n")
	err := update(dir, want, false)
	if err == nil || !strings.Contains(err.Error(), " exp_amd64.s ") || !strings.Contains(err.Error(), "old_amd64.s") {
		t.Fatalf("-diff on an empty directory: %v", err)
	}
	if err := update(dir, want, true); err != nil {
		t.Fatal(err)
	}
	if err := update(dir, want, false); err != nil {
		t.Errorf("-diff after -w: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "old_amd64.s")); err == nil {
		t.Error("a stale generated file is still there")
	}
	if _, err := os.Stat(filepath.Join(dir, "hand.go")); err != nil {
		t.Error("a file that is not generated is gone")
	}
	write("exp_amd64.s", header+"changed\n")
	if err := update(dir, want, false); err == nil || !strings.HasSuffix(err.Error(), ": exp_amd64.s") {
		t.Errorf("-diff with one changed file: %v", err)
	}
}
