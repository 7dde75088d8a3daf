package main

import "github.com/lamina-go/lamina/gen/ir"

// Level is a row of the level table: an instruction set that kernels are
// generated for.
type Level struct {
	ir.Level        // Name is what LAMINA_ISA has; ISA is what package kernels tests for
	Suffix   string // of the assembly functions and of package kernels' constant
	Arch     string // GOARCH
	Tile     Tile
}

// Tile is the register tile of a level's matrix product, whose micro-kernels read
// A and B where they are, at any stride.
type Tile struct {
	// Rows is the most rows that a micro-kernel takes, and there is one for each
	// number up to it; Vecs is the width in vectors.
	Rows, Vecs int
	// Row is set where they take all tiles beside one another in one call.
	Row bool
	// Wide are the vectors of the micro-kernels for 1, 2, … rows that take more
	// than Vecs, or 0.
	Wide []int
	// Packing is the least height of the micro-kernels that also copy their
	// panel of B, 0 if there are none.
	Packing int
	// Column is the least height of the micro-kernels for tiles below one another,
	// which can also pack their panel of B, 0 if there are none: products are then
	// blocked for L1 and L2 as is usual, or only those of Aᵀ if ColumnOfT is set.
	Column    int
	ColumnOfT bool
	// Few is the most rows for which there are kernels that read B as fast as
	// memory gives it; with Few come those for Bᵀ and for dot products of rows.
	Few int
	// Groups is the number of rows up to which they compute all, Few at a time.
	Groups int
}

// levels is the level table, best first for each architecture.
var levels = []Level{
	{Suffix: "AVX512", Arch: "amd64", Tile: Tile{Rows: 12, Vecs: 2, Row: true, Wide: []int{0, 0, 0, 6, 5, 4, 3}, Packing: 9, Column: 3, ColumnOfT: true, Few: 3}, Level: ir.Level{Name: "avx512", Bits: 512,
		ISA: []string{"CMOV", "MMX+", "SSE", "SSE2", "AVX", "AVX2", "BMI", "BMI2", "FMA3", "AVX512F", "AVX512BW", "AVX512DQ", "AVX512VL"}}},
	{Suffix: "AVX2", Arch: "amd64", Tile: Tile{Rows: 6, Vecs: 2, Row: true, Column: 3, Few: 3, Groups: 9}, Level: ir.Level{Name: "avx2", Bits: 256,
		ISA: []string{"CMOV", "MMX+", "SSE", "SSE2", "AVX", "AVX2", "FMA3"}}},
	{Suffix: "NEON", Arch: "arm64", Tile: Tile{Rows: 8, Vecs: 3, Wide: []int{16, 12, 8, 6}}, Level: ir.Level{Name: "neon", Bits: 128,
		ISA: []string{"ASIMD"}}},
}

// archs lists the architectures of the level table.
func archs() []string {
	var as []string
	for _, l := range levels {
		if len(as) == 0 || as[len(as)-1] != l.Arch {
			as = append(as, l.Arch)
		}
	}
	return as
}
