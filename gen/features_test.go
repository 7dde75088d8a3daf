package main

import (
	"strings"
	"testing"
)

// TestFeatures: a kernel that needs more than its level fails to generate
// unless its row in features says so, and each row there is needed.
func TestFeatures(t *testing.T) {
	for kernel, byLevel := range features {
		for _, s := range storageSources() {
			for _, l := range levels {
				f, ok := byLevel[l.Suffix]
				if !ok || s.name != (Op{Name: kernel}).File() && !(s.name == "hamming" && strings.HasPrefix(kernel, "hamming")) {
					continue
				}
				features[kernel] = nil
				file := families[l.Arch]()
				s.add(file, l)
				_, _, err := file.Print(header)
				features[kernel] = byLevel
				if err == nil || !strings.Contains(err.Error(), "needs "+f.isa) {
					t.Errorf("%s on %s without %s: error %v", kernel, l.Name, f.isa, err)
				}
			}
		}
	}
}
