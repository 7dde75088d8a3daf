package main

import (
	"bytes"
	"fmt"
	"slices"
)

// dispatchGemm writes the choice of the matrix product's micro-kernels.
func dispatchGemm(b *bytes.Buffer, arch string) {
	var here []Level
	for _, l := range levels {
		if l.Arch == arch {
			here = append(here, l)
		}
	}
	b.WriteString("// gemmTiles are the tiles of the levels' micro-kernels, by element type\n")
	b.WriteString("var gemmTiles = [2][len(levelNames)]tile{\n")
	for _, bits := range []int{32, 64} {
		b.WriteString("{\nlevelGeneric: {rows: gemmTileGo, cols: gemmTileGo},\n")
		for _, l := range here {
			fmt.Fprintf(b, "level%s: {rows: %d, cols: %d, direct: true, row: %t, lanes: %d, packing: %d, column: %d, columnOfT: %t, few: %d, groups: %d, wide: %s},\n",
				l.Suffix, l.Tile.Rows, l.columns(bits), l.Tile.Row, l.Bits/bits, l.Tile.Packing, l.Tile.Column, l.Tile.ColumnOfT, l.Tile.Few, l.Tile.Groups, l.wide(bits))
		}
		b.WriteString("},\n")
	}
	b.WriteString("}\n\n")

	perSize := func(write func(l Level, bits int)) {
		if len(here) == 0 {
			return
		}
		for _, bits := range []int{32, 64} {
			if bits == 32 {
				b.WriteString("if isFloat32[T]() {\nswitch l {\n")
			} else {
				b.WriteString("} else {\nswitch l {\n")
			}
			for _, l := range here {
				write(l, bits)
			}
			b.WriteString("}\n")
		}
		b.WriteString("}\n")
	}

	if slices.ContainsFunc(here, func(l Level) bool { return !l.Tile.Row }) {
		b.WriteString("// c[i*ldc+j] = fma(a[i*ars+p*acs], b[p*ldb+j], c[i*ldc+j]) for p < k ascending, i < rows, j < cols ≤ tile.cols; fresh takes +0 for c; then c[i*ldc+j] += bias[j], if there are any, and relu\n")
		b.WriteString("func dispatchGemmTile[T Float](l level, rows, cols, k int, a []T, ars, acs int, b []T, ldb int, c []T, ldc int, fresh bool, bias []T, relu bool) {\n")
		perSize(func(l Level, bits int) {
			if l.Tile.Row {
				return
			}
			fmt.Fprintf(b, "case level%s:\nswitch rows {\n", l.Suffix)
			for r := 1; r <= l.Tile.Rows; r++ {
				fmt.Fprintf(b, "case %d:\n%s(cols, k, f%d(a), ars, acs, f%[3]d(b), ldb, f%[3]d(c), ldc, fresh, f%[3]d(bias), relu)\n", r, l.tileName(bits, r), bits)
			}
			b.WriteString("}\n")
		})
		b.WriteString("}\n\n")
	}

	b.WriteString("// c[i*ldc+j] = fma(a[i*ars+p*acs], b[p*ldb+j], c[i*ldc+j]) for p < k ascending, i < rows, j < cols; fresh takes +0 for c; then c[i*ldc+j] += bias[j], if there are any, and relu; where b[j/tile.cols*next+p*ldb+j%tile.cols] is what is multiplied; ars or acs is 1; where tile.row is true, the tile that is computed after the last is then elements from the place beside that, and the first asks × aheadBytes of ahead[p/4*aheadLd:] are likely read soon\n")
	b.WriteString("func dispatchGemmRow[T Float](l level, rows, cols, k int, a []T, ars, acs int, b []T, ldb, next int, c []T, ldc int, fresh bool, bias []T, relu bool, then int, ahead []T, aheadLd, asks int) {\n")
	perSize(func(l Level, bits int) {
		if !l.Tile.Row {
			fmt.Fprintf(b, "case level%s:\neachTile(l, rows, cols, k, a, ars, acs, b, ldb, next, c, ldc, fresh, bias, relu)\n", l.Suffix)
			return
		}
		fmt.Fprintf(b, "case level%s:\nswitch rows {\n", l.Suffix)
		for r := 1; r <= l.Tile.Rows; r++ {
			fmt.Fprintf(b, "case %d:\n%s(cols, k, f%d(a), ars, acs, f%[3]d(b), ldb, next, f%[3]d(c), ldc, fresh, f%[3]d(bias), relu, then, f%[3]d(ahead), aheadLd, asks)\n", r, l.rowName(bits, r), bits)
		}
		b.WriteString("}\n")
	})
	b.WriteString("}\n\n")

	b.WriteString("// the same for rows < len(tile.wide) and cols = tile.wide[rows]\n")
	b.WriteString("func dispatchGemmWide[T Float](l level, rows, cols, k int, a []T, ars, acs int, b []T, ldb int, c []T, ldc int, fresh bool, bias []T, relu bool) {\n")
	perSize(func(l Level, bits int) {
		if len(l.Tile.Wide) == 0 {
			return
		}
		fmt.Fprintf(b, "case level%s:\nswitch rows {\n", l.Suffix)
		for i, vecs := range l.Tile.Wide {
			if vecs == 0 {
				continue
			}
			fmt.Fprintf(b, "case %d:\n%s(cols, k, f%d(a), ars, acs, f%[3]d(b), ldb, f%[3]d(c), ldc, fresh, f%[3]d(bias), relu)\n", i+1, l.wideName(bits, i+1), bits)
		}
		b.WriteString("}\n")
	})
	b.WriteString("}\n\n")

	b.WriteString("// the same for tile.packing ≤ rows ≤ tile.rows and cols = tile.cols, and panel[p*cols+j] = b[p*ldb+j]\n")
	b.WriteString("func dispatchGemmPacking[T Float](l level, rows, k int, a []T, ars, acs int, b []T, ldb int, c []T, ldc int, fresh bool, bias []T, relu bool, panel []T) {\n")
	perSize(func(l Level, bits int) {
		if l.Tile.Packing == 0 {
			return
		}
		fmt.Fprintf(b, "case level%s:\nswitch rows {\n", l.Suffix)
		for r := l.Tile.Packing; r <= l.Tile.Rows; r++ {
			fmt.Fprintf(b, "case %d:\n%s(k, f%d(a), ars, acs, f%[3]d(b), ldb, f%[3]d(c), ldc, fresh, f%[3]d(bias), relu, f%[3]d(panel))\n", r, l.packingName(bits, r), bits)
		}
		b.WriteString("}\n")
	})
	b.WriteString("}\n\n")

	b.WriteString("// the same for tiles·rows rows, where tile.column ≤ rows ≤ tile.rows and cols = tile.cols; tiles > 0\n")
	b.WriteString("// acs = 1, if tile.columnOfT is not set, or each tile's rows of A are packed, acs = rows and ars = 1;\n")
	b.WriteString("// ldb = 0 for a b that is a packed panel, or panel becomes one\n")
	b.WriteString("func dispatchGemmColumn[T Float](l level, rows, tiles, k int, a []T, ars, acs int, b []T, ldb int, panel, c []T, ldc int, fresh bool, bias []T, relu bool) {\n")
	perSize(func(l Level, bits int) {
		if l.Tile.Column == 0 {
			return
		}
		fmt.Fprintf(b, "case level%s:\nswitch rows {\n", l.Suffix)
		for r := l.Tile.Column; r <= l.Tile.Rows; r++ {
			fmt.Fprintf(b, "case %d:\n", r)
			if !l.Tile.ColumnOfT {
				fmt.Fprintf(b, "if acs == 1 {\n%s(tiles, k, f%d(a), ars, f%[2]d(b), ldb, f%[2]d(panel), f%[2]d(c), ldc, fresh, f%[2]d(bias), relu)\nreturn\n}\n", l.columnName(bits, r), bits)
			}
			fmt.Fprintf(b, "%s(tiles, k, f%d(a), f%[2]d(b), ldb, f%[2]d(panel), f%[2]d(c), ldc, fresh, f%[2]d(bias), relu)\n", l.columnPackedName(bits, r), bits)
		}
		b.WriteString("}\n")
	})
	b.WriteString("}\n\n")

	b.WriteString("// c[i*ldc+j] = fma(alpha*a[i*ars+p*acs], b[p*ldb+j], c[i*ldc+j]) for p < k ascending, i < rows ≤ tile.few, j < n; ask says that the hardware does not see streams in short rows\n")
	b.WriteString("func dispatchGemmFew[T Float](l level, rows, n, k int, alpha T, a []T, ars, acs int, b []T, ldb int, c []T, ldc int, ask bool) {\n")
	perSize(func(l Level, bits int) {
		if l.Tile.Few == 0 {
			return
		}
		fmt.Fprintf(b, "case level%s:\nswitch rows {\n", l.Suffix)
		for r := 1; r <= l.Tile.Few; r++ {
			fmt.Fprintf(b, "case %d:\n%s(n, k, float%d(alpha), f%[3]d(a), ars, acs, f%[3]d(b), ldb, f%[3]d(c), ldc, ask)\n", r, l.fewName(bits, r), bits)
		}
		b.WriteString("}\n")
	})
	b.WriteString("}\n\n")

	b.WriteString("// c[i*ldc+j] = fma(a[i*ars+p], b[j*ldb+p], c[i*ldc+j]) for p < squares*tile.lanes ascending, i < rows, j < tile.lanes or, if two, twice that; where tile.few > 0\n")
	b.WriteString("func dispatchGemmTransposing[T Float](l level, rows, squares int, a []T, ars int, b []T, ldb int, c []T, ldc int, two bool) {\n")
	perSize(func(l Level, bits int) {
		if l.Tile.Few == 0 {
			return
		}
		fmt.Fprintf(b, "case level%s:\n%s(rows, squares, f%d(a), ars, f%[3]d(b), ldb, f%[3]d(c), ldc, two)\n", l.Suffix, l.transposingName(bits), bits)
	})
	b.WriteString("}\n\n")

	b.WriteString("// y[i] = Dot(a[i*lda:i*lda+len(x)], x) for i < rows; rows > 0\n")
	b.WriteString("func dispatchDots[T Float](l level, rows int, y, a []T, lda int, x []T) {\n")
	perSize(func(l Level, bits int) {
		if l.Tile.Few == 0 {
			return
		}
		fmt.Fprintf(b, "case level%s:\n%s(rows, f%d(y), f%[3]d(a), lda, f%[3]d(x))\nreturn\n", l.Suffix, l.dotsName(bits), bits)
	})
	b.WriteString("for i := range rows {\ny[i] = dispatchDot(l, a[i*lda:i*lda+len(x)], x)\n}\n}\n\n")

	b.WriteString("// dst[p*width+j] = src[j*ld+p] for p < k, j < rows ≤ tile.lanes; writes whole squares of tile.lanes\n")
	b.WriteString("func dispatchGemmPackTrans[T Float](l level, k, rows int, dst []T, width int, src []T, ld int) {\n")
	perSize(func(l Level, bits int) {
		fmt.Fprintf(b, "case level%s:\n%s(k, rows, f%d(dst), width, f%[3]d(src), ld)\n", l.Suffix, l.packTransName(bits), bits)
	})
	b.WriteString("}\n\n")

	b.WriteString("// dst[i*ldd+j] = alpha*src[i*lds+j] for i < rows, j < cols; rows > 0\n")
	b.WriteString("func dispatchGemmCopy[T Float](l level, rows, cols int, dst []T, ldd int, src []T, lds int, alpha T) {\n")
	perSize(func(l Level, bits int) {
		fmt.Fprintf(b, "case level%s:\n%s(rows, cols, f%d(dst), ldd, f%[3]d(src), lds, float%[3]d(alpha))\n", l.Suffix, l.copyName(bits), bits)
	})
	b.WriteString("}\n\n")

	b.WriteString("// dst[p*nr+j] = src[p*ld+j] for p < k, j < nr; k > 0\n")
	b.WriteString("func dispatchGemmPack[T Float](l level, k int, dst, src []T, ld int) {\n")
	perSize(func(l Level, bits int) {
		fmt.Fprintf(b, "case level%s:\n%s(k, f%d(dst), f%[3]d(src), ld)\n", l.Suffix, l.packName(bits), bits)
	})
	b.WriteString("}\n\n")
}

// columns is the width of the tile in elements.
func (l Level) columns(bits int) int { return l.Tile.Vecs * l.Bits / bits }

// tileName is the name of the micro-kernel for rows rows.
func (l Level) tileName(bits, rows int) string {
	return fmt.Sprintf("gemm%dF%d%s", rows, bits, l.Suffix)
}

func (l Level) rowName(bits, rows int) string {
	return fmt.Sprintf("gemmRow%dF%d%s", rows, bits, l.Suffix)
}

func (l Level) packingName(bits, rows int) string {
	return fmt.Sprintf("gemmPacking%dF%d%s", rows, bits, l.Suffix)
}

func (l Level) columnName(bits, rows int) string {
	return fmt.Sprintf("gemmColumn%dF%d%s", rows, bits, l.Suffix)
}

func (l Level) columnPackedName(bits, rows int) string {
	return fmt.Sprintf("gemmColumnPacked%dF%d%s", rows, bits, l.Suffix)
}

func (l Level) fewName(bits, rows int) string {
	return fmt.Sprintf("gemmFew%dF%d%s", rows, bits, l.Suffix)
}

func (l Level) transposingName(bits int) string {
	return fmt.Sprintf("gemmTransposingF%d%s", bits, l.Suffix)
}

func (l Level) dotsName(bits int) string { return fmt.Sprintf("dotsF%d%s", bits, l.Suffix) }

func (l Level) packName(bits int) string { return fmt.Sprintf("gemmPackF%d%s", bits, l.Suffix) }

func (l Level) copyName(bits int) string { return fmt.Sprintf("gemmCopyF%d%s", bits, l.Suffix) }

func (l Level) packTransName(bits int) string {
	return fmt.Sprintf("gemmPackTransF%d%s", bits, l.Suffix)
}

func (l Level) wideName(bits, rows int) string {
	return fmt.Sprintf("gemmWide%dF%d%s", rows, bits, l.Suffix)
}

// wide is the literal of the wide micro-kernels' columns, by rows.
func (l Level) wide(bits int) string {
	var b bytes.Buffer
	b.WriteString("[wideRows]uint16{")
	for i, v := range l.Tile.Wide {
		fmt.Fprintf(&b, "%d: %d, ", i+1, v*l.Bits/bits)
	}
	return b.String() + "}"
}
