package main

import (
	"bytes"
	"maps"
	"strings"
	"testing"
)

// withoutStubs returns stubs without the declarations of functions with a prefix.
func withoutStubs(stubs []byte, prefix string) []byte {
	var kept []string
	for d := range strings.SplitSeq(string(stubs), "\n\n") {
		if m := stubName.FindStringSubmatch(d); m == nil || !strings.HasPrefix(m[1], prefix) {
			kept = append(kept, d)
		}
	}
	return []byte(strings.Join(kept, "\n\n"))
}

// inPlace returns the files in package kernels: those of all rows, as make check sees
// to, without the minutes that making them takes.
func inPlace(t *testing.T) files {
	fs, err := generated("../kernels")
	if err != nil {
		t.Fatal(err)
	}
	return fs
}

// TestOnly: with -only, a tree in which nothing but the named rows is new, changed
// or gone becomes what all rows give.
func TestOnly(t *testing.T) {
	want := inPlace(t)
	have := maps.Clone(want)
	for _, arch := range archs() {
		stubs := "stubs_" + arch + ".go"
		delete(have, "neg_"+arch+".s") // a new row
		have[stubs] = withoutStubs(have[stubs], "negF")
		have["abs_"+arch+".s"] = []byte(header + "changed\n") // a changed one
		have[stubs] = bytes.ReplaceAll(have[stubs], []byte("absF64"), []byte("absolute"))
		have["old_"+arch+".s"] = []byte(header + "TEXT ·oldF32(SB), NOSPLIT, $0-0\n") // one that is gone
		have[stubs] = append(have[stubs], "\n// oldF32 is old.\n//\n//go:noescape\nfunc oldF32()\n"...)
	}
	delete(have, "dispatch_amd64.go")
	if bytes.Equal(have["stubs_arm64.go"], want["stubs_arm64.go"]) {
		t.Fatal("the stubs have not been changed")
	}
	pick, err := newSelection("neg,Abs")
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	got, err := generate(pick, have, func() { made++ })
	if err != nil {
		t.Fatal(err)
	}
	if made != 2*len(archs()) || made != pick.files() {
		t.Errorf("%d files made, %d expected", made, pick.files())
	}
	for name := range got {
		if !bytes.Equal(got[name], want[name]) {
			t.Errorf("%s differs from what all rows give", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

// TestOnlyErrors: names that are none, and rows that would be needed, too.
func TestOnlyErrors(t *testing.T) {
	for _, list := range []string{"cubes", "abs,", "abs, neg"} {
		if _, err := newSelection(list); err == nil || !strings.Contains(err.Error(), "no kernel is named") {
			t.Errorf("-only %q: error %v", list, err)
		}
	}
	for _, name := range []string{"softThreshold", "soft_threshold", "gemm_tile", "cpuid"} {
		if _, err := newSelection(name); err != nil {
			t.Error(err)
		}
	}
	pick, err := newSelection("abs")
	if err != nil {
		t.Fatal(err)
	}
	all := inPlace(t)
	have := maps.Clone(all)
	delete(have, "add_arm64.s")
	if _, err := generate(pick, have, func() {}); err == nil || !strings.Contains(err.Error(), "add add to -only") {
		t.Errorf("without a file of another row: error %v", err)
	}
	have = maps.Clone(all)
	have["stubs_amd64.go"] = withoutStubs(have["stubs_amd64.go"], "addF32AVX2")
	if _, err := generate(pick, have, func() {}); err == nil || !strings.Contains(err.Error(), "no stub of addF32AVX2") {
		t.Errorf("without a stub of another row: error %v", err)
	}
}
