package arm64

import (
	"fmt"

	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// one writes one operation for one copy and returns the register of its
// result.
func (l *lowering) one(v *ir.Value, c int) asm.V {
	switch v.Op {
	case ir.FMA, ir.FNMA:
		return l.fma(v, c)
	case ir.Max, ir.Min:
		return l.clamp(v, c)
	case ir.Less:
		return l.greater(v, v.Args[1], v.Args[0], c)
	case ir.Greater:
		return l.greater(v, v.Args[0], v.Args[1], c)
	case ir.Equal:
		return l.equal(v, c)
	case ir.Select:
		return l.selectLanes(v, c)
	case ir.Sqrt, ir.FromInt, ir.Shl, ir.Shr:
		return l.unary(v, c)
	}
	return l.binary(v, c)
}

func (l *lowering) unary(v *ir.Value, c int) asm.V {
	x, dst, t := l.in(v.Args[0], c), l.result(v, c), l.arr()
	switch v.Op {
	case ir.Sqrt:
		l.FSQRT(dst, x, t)
	case ir.FromInt:
		l.SCVTF(dst, x, t)
	case ir.Shl:
		l.SHL(dst, x, int(v.Imm), t)
	case ir.Shr:
		l.USHR(dst, x, int(v.Imm), t)
	}
	return dst
}

func (l *lowering) binary(v *ir.Value, c int) asm.V {
	x, t := l.in(v.Args[0], c), l.arr()
	if l.isConst(v.Args[1], 1<<(l.bits-1)) { // the sign bit
		switch dst := l.result(v, c); v.Op {
		case ir.AndNot:
			l.FABS(dst, x, t)
			return dst
		case ir.Xor:
			l.FNEG(dst, x, t)
			return dst
		}
	}
	y, dst := l.in(v.Args[1], c), l.result(v, c)
	switch v.Op {
	case ir.Add:
		l.FADD(dst, x, y, t)
	case ir.Sub:
		l.FSUB(dst, x, y, t)
	case ir.Mul:
		l.FMUL(dst, x, y, t)
	case ir.Maximum: // FMAX and FMIN are these
		l.FMAX(dst, x, y, t)
	case ir.Minimum:
		l.FMIN(dst, x, y, t)
	case ir.Div:
		l.FDIV(dst, x, y, t)
	case ir.And:
		l.AND(dst, x, y, asm.B16)
	case ir.AndNot:
		l.BIC(dst, x, y, asm.B16)
	case ir.Or:
		l.ORR(dst, x, y, asm.B16)
	case ir.Xor:
		l.EOR(dst, x, y, asm.B16)
	case ir.AddInt:
		l.ADD(dst, x, y, t)
	case ir.SubInt:
		l.SUB(dst, x, y, t)
	case ir.MulLow:
		lo := l.NewV("low halves")
		l.XTN(lo, x, asm.S2)
		l.XTN(dst, y, asm.S2)
		l.UMULL(dst, lo, dst, asm.S2)
	default:
		panic(fmt.Sprintf("arm64: no instruction for %v", v.Op))
	}
	return dst
}
