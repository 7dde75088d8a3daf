package arm64

import (
	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// fma writes ±x·y + z. The instruction overwrites z.
func (l *lowering) fma(v *ir.Value, c int) asm.V {
	x, y := l.in(v.Args[0], c), l.in(v.Args[1], c)
	var dst asm.V
	if l.loadsAddend(v) {
		dst = l.addend(v, c)
	} else {
		dst = l.over(v, v.Args[2], c)
	}
	if v.Op == ir.FNMA {
		l.FMLS(dst, x, y, l.arr())
	} else {
		l.FMLA(dst, x, y, l.arr())
	}
	return dst
}

// loadsAddend tells that v is a multiply-add to a constant, which it
// overwrites. So the constant does not stay in a register: a load from the
// pool costs no more than the copy that would be overwritten instead.
func (l *lowering) loadsAddend(v *ir.Value) bool {
	if _, fixed := l.fixed[v]; fixed {
		return false
	}
	return (v.Op == ir.FMA || v.Op == ir.FNMA) && v.Args[2].Op == ir.Const && v.Args[2].Imm != 0
}

// addend loads the constant that v overwrites, together with that of the next
// multiply-add if it is near: Horner's rule then takes three instructions for
// two coefficients.
func (l *lowering) addend(v *ir.Value, c int) asm.V {
	if vs := l.addends[v]; vs != nil {
		return vs[c]
	}
	u, a := v.Args[2].Imm, l.NewV("addend")
	if next := l.nextAddend(); next != nil {
		const reach = 63 * vecBytes // of LDP
		if off := l.vectors(l.words(u), l.words(next.Args[2].Imm)); off <= reach {
			b := l.NewV("next addend")
			l.LDP(a, b, l.table, off, asm.Q)
			l.addends[next] = append(l.addends[next], b)
			return a
		}
	}
	l.loadConst(u, a)
	return a
}

// nextAddend returns the next multiply-add to a constant if only few values
// are between.
func (l *lowering) nextAddend() *ir.Value {
	const near = 3
	rest := l.body.Values[l.at+1:]
	for _, v := range rest[:min(near, len(rest))] {
		if l.loadsAddend(v) {
			return v
		}
	}
	return nil
}
