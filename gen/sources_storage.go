package main

import "github.com/lamina-go/lamina/gen/ir"

// storage is what a machine family writes for conversions and bits.
type storage interface {
	AddGroup(l ir.Level, g ir.Group)
	// AddHamming counts the bits in which two slices differ; AddHammingScan
	// does so for a query and every code of a table, of the given number of
	// words, or of any for 0.
	AddHamming(l ir.Level, name string)
	AddHammingScan(l ir.Level, words int, name string)
}

// archSources are the assembly files of one architecture alone.
var archSources = map[string][]source{
	"amd64": {{"cpuid", func(f assembly, l Level) {
		if lastOf(l) {
			f.(interface{ AddCPUID() }).AddCPUID()
		}
	}}},
}

// hammingScans are the code sizes with scans of their own, by kernel.
var hammingScans = []struct {
	name  string
	words int
}{{"hammingScan1", 1}, {"hammingScan2", 2}, {"hammingScan", 0}}

func storageSources() []source {
	var ss []source
	for _, g := range groups {
		ss = append(ss, source{Op{Name: g.Name}.File(), func(f assembly, l Level) {
			k := g
			k.Name += l.Suffix
			f.AddGroup(l.with(g.Name).Level, k)
		}})
	}
	return append(ss, source{"hamming", func(f assembly, l Level) {
		f.AddHamming(l.with("hamming").Level, "hamming"+l.Suffix)
		for _, s := range hammingScans {
			f.AddHammingScan(l.with(s.name).Level, s.words, s.name+l.Suffix)
		}
	}})
}
