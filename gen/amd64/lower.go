package amd64

import (
	"fmt"
	"slices"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// lowering writes one copy of a body.
type lowering struct {
	*machine
	body ir.Body
	last []int
	reg  []reg.Register // of each value, nil if it has none
	mem  operand.Op     // the place of the input that has no register
	// accMem is the place of the old sum, if it has no register.
	accMem operand.Op
	at     int // the value being written
	// acc is the register of the sum, if the body may overwrite it.
	acc reg.Register
	old *ir.Value // the old sum
	// shared are the constants that the value being written has in registers for
	// all copies, nil if each copy reads its own.
	shared map[uint64]reg.VecVirtual
	final  bool // the copy is the last
}

// lower writes one copy of the body for each of the sums accs (nil without a
// sum), side by side, so that neighbours in the instruction stream do not wait
// for one another. in loads slice i of copy u, or returns
// the place of a body's only input; an accumulator is overwritten
// unless keep. It returns the registers of each copy's stores, in their order,
// and of its new sum.
func (m *machine) lower(body ir.Body, in func(u, i int) operand.Op, accs []operand.Op, keep bool) (stores [][]reg.Register, sums []reg.Register) {
	copies := make([]*lowering, len(accs))
	var old *ir.Value
	if i := slices.IndexFunc(body.Values, func(v *ir.Value) bool { return v.Op == ir.Acc }); i >= 0 {
		old = body.Values[i]
	}
	for u, acc := range accs {
		copies[u] = &lowering{machine: m, body: body, last: body.LastUse(), reg: make([]reg.Register, len(body.Values))}
		if r, ok := acc.(reg.VecVirtual); ok && body.NewAcc != nil && !keep {
			copies[u].acc, copies[u].old = r, old
		}
	}
	taken, fixed := live(body), len(m.scalars)+len(m.consts)+len(m.fixed)
	var shared map[uint64]reg.VecVirtual
	for i, v := range body.Values {
		if v.Op == ir.Const {
			for _, l := range copies {
				if r, ok := m.consts[v.Imm]; ok {
					l.reg[i] = r
				}
			}
			continue
		}
		before := shared
		shared = nil
		if len(copies) > 1 && fixed+len(copies)*taken[i] < m.share {
			shared = map[uint64]reg.VecVirtual{}
			for _, a := range v.Args { // what the operation before shared, too
				if r, ok := before[a.Imm]; ok && a.Op == ir.Const {
					shared[a.Imm] = r
				}
			}
		}
		for u, l := range copies {
			l.at, l.shared, l.final = i, shared, u == len(copies)-1
			switch v.Op {
			case ir.Input:
				switch x := in(u, int(v.Imm)).(type) {
				case reg.VecVirtual:
					l.reg[i] = x
				default:
					l.mem = x
				}
			case ir.Acc:
				switch x := accs[u].(type) {
				case reg.VecVirtual:
					l.reg[i] = x
				default:
					l.accMem = x
				}
			case ir.Scalar:
				l.reg[i] = m.scalars[v.Imm]
			default:
				if r, ok := m.fixed[v]; ok {
					l.reg[i] = r
				} else {
					l.reg[i] = l.write(v)
				}
			}
		}
	}
	for _, l := range copies {
		var regs []reg.Register
		for _, s := range body.Stores {
			regs = append(regs, l.inReg(s.X))
		}
		stores = append(stores, regs)
		if body.NewAcc != nil {
			sums = append(sums, l.inReg(body.NewAcc))
		} else {
			sums = append(sums, nil)
		}
	}
	return stores, sums
}

// common returns a register with a constant for all copies of the value being
// written, or nil if each copy reads its own.
func (l *lowering) common(imm uint64) reg.Register {
	if l.shared == nil {
		return nil
	}
	r, ok := l.shared[imm]
	if !ok {
		r = l.vec()
		l.loadConst(imm, r)
		l.shared[imm] = r
	}
	return r
}

// dies tells whether no later value needs v, so that its register is free.
func (l *lowering) dies(v *ir.Value) bool {
	own := !v.Op.IsLeaf() && l.fixed[v] == nil || v.Op == ir.Input || v.Op == ir.Acc && l.acc != nil
	return own && l.last[v.ID] == l.at
}

// result returns the register that v goes to: a new one or, for the new sum,
// the one of the old sum.
func (l *lowering) result(v *ir.Value) reg.Register {
	if l.acc != nil && v == l.body.NewAcc && l.last[l.old.ID] <= l.at && (!l.wide() || slices.Contains(v.Args, l.old)) {
		return l.acc
	}
	return l.vec()
}

// operand returns v as a last source operand, which may be in memory.
func (l *lowering) operand(v *ir.Value) (operand.Op, bool) {
	if r := l.reg[v.ID]; r != nil {
		return r, false
	}
	switch v.Op {
	case ir.Input:
		return l.mem, false
	case ir.Acc:
		return l.accMem, false
	}
	if r, ok := l.shared[v.Imm]; ok {
		return r, false
	}
	return l.constant(v.Imm)
}

// inReg returns v in a register.
func (l *lowering) inReg(v *ir.Value) reg.Register {
	if r := l.reg[v.ID]; r != nil {
		return r
	}
	if v.Op == ir.Const {
		if r := l.common(v.Imm); r != nil {
			return r
		}
	}
	r := l.vec()
	switch v.Op {
	case ir.Input:
		l.VMOVUPS(l.mem, r)
	case ir.Acc:
		l.VMOVUPS(l.accMem, r)
	default:
		l.loadConst(v.Imm, r)
	}
	return r
}

// An opcode's forms: single and double, with their broadcasting variants. The
// integer operations list 32-bit and 64-bit lanes.
type opcode struct{ s, d, sb, db instruction }

func (l *lowering) pick(c opcode, bcst bool) instruction {
	if bcst {
		return l.f(c.sb, c.db)
	}
	return l.f(c.s, c.d)
}

// write writes one operation and returns the register of its result.
func (l *lowering) write(v *ir.Value) reg.Register {
	x := v.Args[0]
	switch v.Op {
	case ir.FMA, ir.FNMA:
		return l.fma(v)
	case ir.Sqrt:
		return l.unary(opcode{s: l.VSQRTPS, d: l.VSQRTPD}, x)
	case ir.FromInt:
		return l.unary(opcode{s: l.VCVTDQ2PS}, x)
	case ir.Scale:
		n, bcst := l.operand(v.Args[2])
		dst := l.vec()
		l.pick(opcode{l.VSCALEFPS, l.VSCALEFPD, l.VSCALEFPS_BCST, l.VSCALEFPD_BCST}, bcst)(n, l.inReg(x), dst)
		return dst
	case ir.MinAbs:
		y, bcst := l.operand(v.Args[1])
		dst := l.vec()
		l.pick(opcode{l.VRANGEPS, l.VRANGEPD, l.VRANGEPS_BCST, l.VRANGEPD_BCST}, bcst)(operand.U8(rangeMinAbs), y, l.inReg(x), dst)
		return dst
	case ir.Shl, ir.Shr:
		dst := l.vec()
		shift := l.f(l.VPSLLD, l.VPSLLQ)
		if v.Op == ir.Shr {
			shift = l.f(l.VPSRLD, l.VPSRLQ)
		}
		shift(operand.U8(v.Imm), l.inReg(x), dst)
		return dst
	case ir.Less, ir.Greater, ir.Equal, ir.Ordered, ir.Unordered:
		return l.compare(v)
	case ir.GreaterInt:
		y, _ := l.operand(v.Args[1])
		dst := l.vec()
		l.f(l.VPCMPGTD, l.VPCMPGTQ)(y, l.inReg(x), dst)
		return dst
	case ir.Fixup:
		return l.fixup(v)
	case ir.Merge:
		return l.mergeOp(v)
	case ir.Ternary:
		return l.ternary(v)
	case ir.Maximum, ir.Minimum:
		y := l.inReg(v.Args[1])
		dst := l.result(v)
		l.extremum(v.Op, l.inReg(x), y, dst)
		return dst
	case ir.Select:
		return l.selectLanes(v)
	}
	y := v.Args[1]
	commutes := slices.Contains([]ir.Op{ir.Add, ir.Mul, ir.And, ir.Or, ir.Xor, ir.AddInt, ir.MulLow}, v.Op)
	if commutes && l.reg[x.ID] == nil {
		x, y = y, x
	}
	switch v.Op {
	case ir.Max, ir.Min: // the instruction returns its last source for NaN and equal zeros
		x, y = y, x
	case ir.AndNot: // the instruction negates its first source
		x, y = y, x
	}
	src, bcst := l.operand(y)
	dst := l.result(v)
	l.pick(l.binary(v.Op), bcst)(src, l.inReg(x), dst)
	return dst
}

// binary returns the instruction for dst = x op y.
func (l *lowering) binary(op ir.Op) opcode {
	switch op {
	case ir.Add:
		return opcode{l.VADDPS, l.VADDPD, l.VADDPS_BCST, l.VADDPD_BCST}
	case ir.Sub:
		return opcode{l.VSUBPS, l.VSUBPD, l.VSUBPS_BCST, l.VSUBPD_BCST}
	case ir.Mul:
		return opcode{l.VMULPS, l.VMULPD, l.VMULPS_BCST, l.VMULPD_BCST}
	case ir.Div:
		return opcode{l.VDIVPS, l.VDIVPD, l.VDIVPS_BCST, l.VDIVPD_BCST}
	case ir.Max:
		return opcode{l.VMAXPS, l.VMAXPD, l.VMAXPS_BCST, l.VMAXPD_BCST}
	case ir.Min:
		return opcode{l.VMINPS, l.VMINPD, l.VMINPS_BCST, l.VMINPD_BCST}
	case ir.And:
		return opcode{l.VANDPS, l.VANDPD, l.VANDPS_BCST, l.VANDPD_BCST}
	case ir.AndNot:
		return opcode{l.VANDNPS, l.VANDNPD, l.VANDNPS_BCST, l.VANDNPD_BCST}
	case ir.Or:
		return opcode{l.VORPS, l.VORPD, l.VORPS_BCST, l.VORPD_BCST}
	case ir.Xor:
		return opcode{l.VXORPS, l.VXORPD, l.VXORPS_BCST, l.VXORPD_BCST}
	case ir.AddInt:
		return opcode{l.VPADDD, l.VPADDQ, l.VPADDD_BCST, l.VPADDQ_BCST}
	case ir.SubInt:
		return opcode{l.VPSUBD, l.VPSUBQ, l.VPSUBD_BCST, l.VPSUBQ_BCST}
	case ir.MulLow:
		return opcode{d: l.VPMULUDQ, db: l.VPMULUDQ_BCST}
	}
	panic(fmt.Sprintf("amd64: no instruction for %v", op))
}

func (l *lowering) unary(c opcode, x *ir.Value) reg.Register {
	dst := l.vec()
	l.pick(c, false)(l.inReg(x), dst)
	return dst
}

// fma writes ±x·y + z. The instruction overwrites one of its sources, so the
// form is chosen by which of them is needed no more.
func (l *lowering) fma(v *ir.Value) reg.Register {
	op231 := opcode{l.VFMADD231PS, l.VFMADD231PD, l.VFMADD231PS_BCST, l.VFMADD231PD_BCST}
	op213 := opcode{l.VFMADD213PS, l.VFMADD213PD, l.VFMADD213PS_BCST, l.VFMADD213PD_BCST}
	if v.Op == ir.FNMA {
		op231 = opcode{l.VFNMADD231PS, l.VFNMADD231PD, l.VFNMADD231PS_BCST, l.VFNMADD231PD_BCST}
		op213 = opcode{l.VFNMADD213PS, l.VFNMADD213PD, l.VFNMADD213PS_BCST, l.VFNMADD213PD_BCST}
	}
	x, y, z := v.Args[0], v.Args[1], v.Args[2]
	if l.reg[y.ID] == nil || x == z { // y is the one that must be in a register
		x, y = y, x
	}
	if l.dies(z) && z != x && z != y {
		dst := l.reg[z.ID]
		src, bcst := l.operand(x)
		l.pick(op231, bcst)(src, l.inReg(y), dst)
		return dst
	}
	if l.dies(x) && x != z && x != y {
		x, y = y, x
	}
	var dst reg.Register
	if l.dies(y) && y != z && y != x {
		dst = l.reg[y.ID]
	} else {
		if l.reg[x.ID] == nil { // a constant is loaded to be overwritten
			x, y = y, x
		}
		v := l.vec()
		if r := l.reg[y.ID]; r != nil {
			l.VMOVAPS(r, v)
		} else if r := l.common(y.Imm); r != nil && l.final {
			v = r.(reg.VecVirtual)
			delete(l.shared, y.Imm)
		} else if r != nil {
			l.VMOVAPS(r, v)
		} else {
			l.loadConst(y.Imm, v)
		}
		dst = v
	}
	src, bcst := l.operand(z)
	l.pick(op213, bcst)(src, l.inReg(x), dst)
	return dst
}

// Predicates of VCMPPS: ordered and quiet, false for NaN.
const (
	cmpEqual     = 0x00
	cmpLess      = 0x11
	cmpGreater   = 0x1e
	cmpUnordered = 0x03 // true for NaN
	cmpOrdered   = 0x07
)

func (l *lowering) compare(v *ir.Value) reg.Register {
	pred := map[ir.Op]uint8{ir.Less: cmpLess, ir.Greater: cmpGreater, ir.Equal: cmpEqual,
		ir.Ordered: cmpOrdered, ir.Unordered: cmpUnordered}[v.Op]
	var dst reg.Register
	if l.wide() {
		dst = l.K()
	} else {
		dst = l.vec()
	}
	y, bcst := l.operand(v.Args[1])
	l.pick(opcode{l.VCMPPS, l.VCMPPD, l.VCMPPS_BCST, l.VCMPPD_BCST}, bcst)(operand.U8(pred), y, l.inReg(v.Args[0]), dst)
	return dst
}

// selectLanes writes mask ? x : y.
func (l *lowering) selectLanes(v *ir.Value) reg.Register {
	k, x, y := l.reg[v.Args[0].ID], v.Args[1], v.Args[2]
	zero := y.Op == ir.Const && y.Imm == 0
	if !l.wide() {
		src, _ := l.operand(x)
		dst := l.vec()
		if zero {
			l.VANDPS(src, k, dst)
		} else {
			l.VBLENDVPS(k, src, l.inReg(y), dst)
		}
		return dst
	}
	if zero {
		dst := l.vec()
		l.f(l.vmovapsz, l.vmovapdz)(l.inReg(x), k, dst)
		return dst
	}
	// avo takes the destination of a masked instruction for a source, so the
	// blend goes over y's register or a copy of it.
	dst := l.over(y)
	src, bcst := l.operand(x)
	l.pick(opcode{l.VBLENDMPS, l.VBLENDMPD, l.VBLENDMPS_BCST, l.VBLENDMPD_BCST}, bcst)(src, dst, k, dst)
	return dst
}

// over returns a register with x that may be overwritten: its own if nothing
// else needs it, else a copy.
func (l *lowering) over(x *ir.Value) reg.Register {
	if l.reg[x.ID] == nil && x.Op == ir.Const { // not the register that copies share
		c := l.vec()
		l.loadConst(x.Imm, c)
		return c
	}
	r := l.inReg(x)
	if l.reg[x.ID] == nil || l.dies(x) {
		return r
	}
	c := l.vec()
	l.VMOVAPS(r, c)
	return c
}

// fixup writes VFIXUPIMMPS, whose table is the last argument.
func (l *lowering) fixup(v *ir.Value) reg.Register {
	x, y := v.Args[0], l.inReg(v.Args[1])
	dst := l.over(x)
	table, bcst := l.operand(v.Args[2])
	l.pick(opcode{l.VFIXUPIMMPS, l.VFIXUPIMMPD, l.VFIXUPIMMPS_BCST, l.VFIXUPIMMPD_BCST}, bcst)(operand.U8(0), table, y, dst)
	return dst
}

// mergeOp writes mask ? z op w : y.
func (l *lowering) mergeOp(v *ir.Value) reg.Register {
	k, z := l.reg[v.Args[0].ID], l.inReg(v.Args[2])
	dst := l.over(v.Args[1])
	w, bcst := l.operand(v.Args[3])
	if table, ok := ranges[ir.Op(v.Imm)]; ok {
		l.pick(opcode{l.VRANGEPS, l.VRANGEPD, l.VRANGEPS_BCST, l.VRANGEPD_BCST}, bcst)(operand.U8(table), w, z, k, dst)
		return dst
	}
	l.pick(l.binary(ir.Op(v.Imm)), bcst)(w, z, k, dst)
	return dst
}

// ranges are the immediates with which VRANGEPS is Maximum or Minimum of what is
// not NaN: it takes −0 < +0.
var ranges = map[ir.Op]uint8{ir.Maximum: 0b0101, ir.Minimum: 0b0100}

// rangeMinAbs is VRANGEPS's immediate for the smaller absolute value, without its sign.
const rangeMinAbs = 0b1010

// ternary writes VPTERNLOGD over its first operand or, if that is needed, over
// the second.
func (l *lowering) ternary(v *ir.Value) reg.Register {
	x, y, z, table := v.Args[0], v.Args[1], v.Args[2], v.Imm
	if !l.dies(x) && l.dies(y) && y != z {
		x, y = y, x
		table = table&^0x3c | table&0x0c<<2 | table&0x30>>2
	}
	second := l.inReg(y)
	dst := l.over(x)
	src, bcst := l.operand(z)
	l.pick(opcode{l.VPTERNLOGD, l.VPTERNLOGQ, l.VPTERNLOGD_BCST, l.VPTERNLOGQ_BCST}, bcst)(operand.U8(table), src, second, dst)
	return dst
}

func (l *lowering) vmovapsz(ops ...operand.Op) { l.VMOVAPS_Z(ops[0], ops[1], ops[2]) }
func (l *lowering) vmovapdz(ops ...operand.Op) { l.VMOVAPD_Z(ops[0], ops[1], ops[2]) }
