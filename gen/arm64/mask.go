package arm64

import (
	"math"

	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// isConst tells whether v is the constant u.
func (l *lowering) isConst(v *ir.Value, u uint64) bool { return v.Op == ir.Const && v.Imm == u }

// greater writes the mask x > y.
func (l *lowering) greater(v, x, y *ir.Value, c int) asm.V {
	dst := l.result(v, c)
	switch {
	case l.isConst(y, 0):
		l.FCMGTZero(dst, l.in(x, c), l.arr())
	case l.isConst(x, 0):
		l.FCMLTZero(dst, l.in(y, c), l.arr())
	default:
		l.FCMGT(dst, l.in(x, c), l.in(y, c), l.arr())
	}
	return dst
}

func (l *lowering) equal(v *ir.Value, c int) asm.V {
	dst := l.result(v, c)
	if l.isConst(v.Args[1], 0) {
		l.FCMEQZero(dst, l.in(v.Args[0], c), l.arr())
	} else {
		l.FCMEQ(dst, l.in(v.Args[0], c), l.in(v.Args[1], c), l.arr())
	}
	return dst
}

// selectLanes writes mask ? x : y, with the instruction that overwrites an
// operand that is needed no more.
func (l *lowering) selectLanes(v *ir.Value, c int) asm.V {
	k, x, y := v.Args[0], v.Args[1], v.Args[2]
	mask := l.in(k, c)
	switch {
	case l.isConst(y, 0):
		dst := l.result(v, c)
		l.AND(dst, l.in(x, c), mask, asm.B16)
		return dst
	case l.isConst(x, 0):
		dst := l.result(v, c)
		l.BIC(dst, l.in(y, c), mask, asm.B16)
		return dst
	case !l.dies(y) && l.dies(k):
		xr, yr := l.in(x, c), l.in(y, c)
		dst := l.over(v, k, c)
		l.BSL(dst, xr, yr, asm.B16)
		return dst
	case !l.dies(y) && l.dies(x):
		yr := l.in(y, c)
		dst := l.over(v, x, c)
		l.BIF(dst, yr, mask, asm.B16)
		return dst
	}
	xr := l.in(x, c)
	dst := l.over(v, y, c)
	l.BIT(dst, xr, mask, asm.B16)
	return dst
}

// clamp writes Max (if x < y { x = y }) or Min. FMAX and FMIN do that unless y
// may be NaN or both may be zeros.
func (l *lowering) clamp(v *ir.Value, c int) asm.V {
	x, y := v.Args[0], v.Args[1]
	max := v.Op == ir.Max
	switch {
	case l.isConst(y, 0): // what is below (above) becomes +0
		xr, mask, dst := l.in(x, c), l.NewV("mask"), l.result(v, c)
		if max {
			l.FCMLTZero(mask, xr, l.arr())
		} else {
			l.FCMGTZero(mask, xr, l.arr())
		}
		l.BIC(dst, xr, mask, asm.B16)
		return dst
	case y.Op == ir.Const && l.ordinary(y.Imm):
		xr, yr, dst := l.in(x, c), l.in(y, c), l.result(v, c)
		if max {
			l.FMAX(dst, xr, yr, l.arr())
		} else {
			l.FMIN(dst, xr, yr, l.arr())
		}
		return dst
	}
	xr, yr, mask := l.in(x, c), l.in(y, c), l.NewV("mask")
	if max {
		l.FCMGT(mask, yr, xr, l.arr())
	} else {
		l.FCMGT(mask, xr, yr, l.arr())
	}
	dst := l.over(v, x, c)
	l.BIT(dst, yr, mask, asm.B16)
	return dst
}

// ordinary tells that the number with the bits u is neither NaN nor a zero.
func (l *lowering) ordinary(u uint64) bool {
	x := math.Float64frombits(u)
	if l.bits == 32 {
		x = float64(math.Float32frombits(uint32(u)))
	}
	return x == x && x != 0
}
