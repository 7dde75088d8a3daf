package main

import (
	"context"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// side is that of the test's pictures, small but with more pixels than PCA has
// components.
const side = 18

// pictures writes data in the files of Fashion-MNIST: the class of a picture is where
// it is bright.
func pictures(t *testing.T, dir, part string, rows int) {
	t.Helper()
	images := []byte{0, 0, 8, 3}
	for _, n := range []int{rows, side, side} {
		images = binary.BigEndian.AppendUint32(images, uint32(n))
	}
	labels := binary.BigEndian.AppendUint32([]byte{0, 0, 8, 1}, uint32(rows))
	noise := uint32(1)
	for i := range rows {
		class := i % 10
		labels = append(labels, byte(class))
		for p := range side * side {
			noise = noise*1664525 + 1013904223
			v := noise >> 26
			if 10*p/(side*side) == class {
				v += 150
			}
			images = append(images, byte(v))
		}
	}
	for name, data := range map[string][]byte{"images-idx3": images, "labels-idx1": labels} {
		if err := os.WriteFile(filepath.Join(dir, part+"-"+name+"-ubyte.gz"), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// The page has every section, and a section is the same again on its own.
func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("trains every model of the page")
	}
	dir := t.TempDir()
	pictures(t, dir, "train", 300)
	pictures(t, dir, "t10k", 100)
	write := func(args ...string) string {
		t.Helper()
		out := filepath.Join(dir, "page.md")
		if err := command(context.Background(), append(args, "-data", dir, "-out", out, "-epochs", "0.01"), io.Discard); err != nil {
			t.Fatal(err)
		}
		page, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return string(page)
	}
	page := write()
	for _, want := range []string{"## Squared error by code size", "| 64 |", "## Linear probes", "| contractive", "## Contraction", "| CAE |",
		"## 784-1000-500-250-30", "| stacked and tuned |", "seed 1"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in\n%s", want, page)
		}
	}
	_, section, _ := strings.Cut(write("-only", "contraction"), "## ")
	if section == "" || !strings.Contains(page, section) {
		t.Errorf("the section alone is\n%s\nand the page\n%s", section, page)
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	for want, args := range map[string][]string{
		"make install-fashion-mnist": {"-data", dir},
		`unknown section "depth"`:    {"-only", "deep,depth"},
	} {
		out := filepath.Join(dir, "page.md")
		err := command(context.Background(), append(args, "-out", out), io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want an error with %q", args, err, want)
		}
		if _, err := os.Stat(out); err == nil {
			t.Error("a page was written")
		}
	}
}
