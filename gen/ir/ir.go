// Package ir is the algebra that kernel bodies are written in: straight-line
// code on vectors, without registers, widths or instruction sets. A body is
// built once per element size and lowered by each machine family (gen/amd64,
// gen/arm64), which add the loop, the tail and the choice of instructions.
//
// Every operation has one meaning, bit for bit, on every machine; it is the
// meaning of the Go expression in its comment. Any NaN stands for any other.
package ir

import (
	"fmt"
	"math"
)

// Op is an operation on the lanes of vectors.
type Op uint8

// The operations. x, y, z are Args[0], Args[1], Args[2]; u is a lane's bits.
const (
	Input  Op = iota // element of slice number Imm
	Scalar           // scalar parameter number Imm, in every lane
	Acc              // what the lane has so far
	Const            // the bits Imm, in every lane

	Add  // x + y
	Sub  // x - y
	Mul  // x * y
	Div  // x / y
	FMA  // fma(x, y, z)
	FNMA // fma(-x, y, z)
	Sqrt // sqrt(x)
	Max  // if x < y { x = y }
	Min  // if x > y { x = y }

	MinAbs // min(|x|, y) for y > 0; where x is NaN, x or y

	Maximum // max(x, y): NaN if either is NaN, and −0 < +0
	Minimum // min(x, y), likewise

	// Scale is x·2ⁿ, rounded once, where y is n + Magic and z is n as a float.
	// With Imm = k > 0, y is n + Magic + bias + k, n ≤ 0 and 2^(n+k) is normal.
	Scale
	// Pow2 is 2ⁿ, a normal number, where x is n + Magic + Imm and y is n as a float.
	Pow2
	FromInt // 32-bit lanes: float(int32(ux))
	// Fixup is x where y is a number that Imm keeps, and else what Imm has for y
	// (see Cases). z is the same by other operations.
	Fixup

	And    // ux & uy
	AndNot // ux &^ uy
	Or     // ux | uy
	Xor    // ux ^ uy
	AddInt // ux + uy
	SubInt // ux - uy
	Shl    // ux << Imm
	Shr    // ux >> Imm, filling with zeros
	MulLow // 64-bit lanes: uint64(uint32(ux)) * uint64(uint32(uy))

	Less    // mask: x < y
	Greater // mask: x > y
	Equal   // mask: x == y
	Select  // x ? y : z, where x is a mask

	// Those below are for machines to fuse others into.

	Merge      // x ? (z op Args[3]) : y, where x is a mask and op is Imm
	Ternary    // bit i of Imm, where i has a bit of ux, uy and uz each, ux's the highest
	Ordered    // mask: x == x && y == y
	GreaterInt // mask: int(ux) > int(uy)
	Unordered  // mask: x != x || y != y
)

var opNames = [...]string{"Input", "Scalar", "Acc", "Const", "Add", "Sub", "Mul", "Div", "FMA", "FNMA", "Sqrt", "Max", "Min", "MinAbs", "Maximum", "Minimum",
	"Scale", "Pow2", "FromInt", "Fixup", "And", "AndNot", "Or", "Xor", "AddInt", "SubInt", "Shl", "Shr", "MulLow", "Less", "Greater", "Equal", "Select", "Merge", "Ternary", "Ordered", "GreaterInt", "Unordered"}

func (op Op) String() string { return opNames[op] }

// IsMask tells whether op yields a mask and not a vector.
func (op Op) IsMask() bool {
	return op == Less || op == Greater || op == Equal || op == Ordered || op == GreaterInt || op == Unordered
}

// IsLeaf tells whether op has no arguments that are values.
func (op Op) IsLeaf() bool { return op <= Const }

// Value is one node of a body.
type Value struct {
	Op   Op
	Args []*Value
	Imm  uint64
	ID   int // position in Body.Values
}

// Body is a straight-line computation on one element of each slice.
type Body struct {
	Bits   int      // width of a lane, 32 or 64
	Values []*Value // in an order where arguments come first; unused ones are pruned
	Stores []Store  // results
	NewAcc *Value   // what the lane has after this element, nil without a fold
}

// Store writes X to the element of slice number Slice.
type Store struct {
	Slice int
	X     *Value
}

// Builder makes a Body. Its methods are the operations; equal values are
// merged.
type Builder struct {
	body Body
	seen map[string]*Value
}

// NewBuilder returns a builder for lanes of the given width, 32 or 64.
func NewBuilder(bits int) *Builder {
	return &Builder{body: Body{Bits: bits}, seen: map[string]*Value{}}
}

// Bits returns the width of a lane.
func (b *Builder) Bits() int { return b.body.Bits }

// Float returns x32 for 32-bit lanes and x64 for 64-bit ones, as a constant.
func (b *Builder) Float(x32, x64 float64) *Value {
	if b.body.Bits == 32 {
		return b.ConstBits(uint64(math.Float32bits(float32(x32))))
	}
	return b.ConstBits(math.Float64bits(x64))
}

// Const returns the constant x, rounded to the lane.
func (b *Builder) Const(x float64) *Value { return b.Float(x, x) }

// ConstBits returns the constant with the bits u.
func (b *Builder) ConstBits(u uint64) *Value {
	if b.body.Bits == 32 && u>>32 != 0 {
		panic(fmt.Sprintf("ir: constant %#x in 32-bit lanes", u))
	}
	return b.value(Const, u)
}

// SignBit returns the constant with only the sign bit set.
func (b *Builder) SignBit() *Value { return b.ConstBits(1 << (b.body.Bits - 1)) }

func (b *Builder) value(op Op, imm uint64, args ...*Value) *Value {
	key := fmt.Sprint(op, imm)
	for _, a := range args {
		key += fmt.Sprint(" ", a.ID)
	}
	if v := b.seen[key]; v != nil {
		return v
	}
	v := &Value{Op: op, Args: args, Imm: imm, ID: len(b.body.Values)}
	b.body.Values = append(b.body.Values, v)
	b.seen[key] = v
	return v
}

// Input returns the current element of slice i; Scalar the parameter i.
func (b *Builder) Input(i int) *Value  { return b.value(Input, uint64(i)) }
func (b *Builder) Scalar(i int) *Value { return b.value(Scalar, uint64(i)) }

// Acc returns what the lane has before this element.
func (b *Builder) Acc() *Value { return b.value(Acc, 0) }

// Store makes x the new element of slice i.
func (b *Builder) Store(i int, x *Value) {
	b.body.Stores = append(b.body.Stores, Store{Slice: i, X: x})
}

// SetAcc makes x what the lane has after this element.
func (b *Builder) SetAcc(x *Value) { b.body.NewAcc = x }

// The operations, as the constants of their names define them.

func (b *Builder) Add(x, y *Value) *Value      { return b.value(Add, 0, x, y) }
func (b *Builder) Sub(x, y *Value) *Value      { return b.value(Sub, 0, x, y) }
func (b *Builder) Mul(x, y *Value) *Value      { return b.value(Mul, 0, x, y) }
func (b *Builder) Div(x, y *Value) *Value      { return b.value(Div, 0, x, y) }
func (b *Builder) FMA(x, y, z *Value) *Value   { return b.value(FMA, 0, x, y, z) }
func (b *Builder) FNMA(x, y, z *Value) *Value  { return b.value(FNMA, 0, x, y, z) }
func (b *Builder) Sqrt(x *Value) *Value        { return b.value(Sqrt, 0, x) }
func (b *Builder) Max(x, y *Value) *Value      { return b.value(Max, 0, x, y) }
func (b *Builder) Min(x, y *Value) *Value      { return b.value(Min, 0, x, y) }
func (b *Builder) MinAbs(x, y *Value) *Value   { return b.value(MinAbs, 0, x, y) }
func (b *Builder) Maximum(x, y *Value) *Value  { return b.value(Maximum, 0, x, y) }
func (b *Builder) Minimum(x, y *Value) *Value  { return b.value(Minimum, 0, x, y) }
func (b *Builder) Scale(x, t, n *Value) *Value { return b.value(Scale, 0, x, t, n) }
func (b *Builder) ScaleDown(x, t, n *Value, k uint) *Value {
	return b.value(Scale, uint64(k), x, t, n)
}
func (b *Builder) Pow2(t, n *Value, k uint) *Value { return b.value(Pow2, uint64(k), t, n) }
func (b *Builder) FromInt(x *Value) *Value         { return b.value(FromInt, 0, x) }
func (b *Builder) And(x, y *Value) *Value          { return b.value(And, 0, x, y) }
func (b *Builder) AndNot(x, y *Value) *Value       { return b.value(AndNot, 0, x, y) }
func (b *Builder) Or(x, y *Value) *Value           { return b.value(Or, 0, x, y) }
func (b *Builder) Xor(x, y *Value) *Value          { return b.value(Xor, 0, x, y) }
func (b *Builder) AddInt(x, y *Value) *Value       { return b.value(AddInt, 0, x, y) }
func (b *Builder) SubInt(x, y *Value) *Value       { return b.value(SubInt, 0, x, y) }
func (b *Builder) Shl(x *Value, n uint) *Value     { return b.value(Shl, uint64(n), x) }
func (b *Builder) Shr(x *Value, n uint) *Value     { return b.value(Shr, uint64(n), x) }
func (b *Builder) MulLow(x, y *Value) *Value       { return b.value(MulLow, 0, x, y) }
func (b *Builder) Less(x, y *Value) *Value         { return b.value(Less, 0, x, y) }
func (b *Builder) Greater(x, y *Value) *Value      { return b.value(Greater, 0, x, y) }
func (b *Builder) Equal(x, y *Value) *Value        { return b.value(Equal, 0, x, y) }
func (b *Builder) Fixup(x, y *Value, c Cases, z *Value) *Value {
	return b.value(Fixup, c.Imm(), x, y, z)
}
func (b *Builder) Merge(op Op, m, y, z, w *Value) *Value {
	return b.value(Merge, uint64(op), m, y, z, w)
}
func (b *Builder) Ternary(t uint8, x, y, z *Value) *Value {
	return b.value(Ternary, uint64(t), x, y, z)
}
func (b *Builder) GreaterInt(x, y *Value) *Value    { return b.value(GreaterInt, 0, x, y) }
func (b *Builder) Unordered(x, y *Value) *Value     { return b.value(Unordered, 0, x, y) }
func (b *Builder) Ordered(x, y *Value) *Value       { return b.value(Ordered, 0, x, y) }
func (b *Builder) Select(m, x, y *Value) *Value     { return b.value(Select, 0, m, x, y) }
func (b *Builder) Abs(x *Value) *Value              { return b.AndNot(x, b.SignBit()) }
func (b *Builder) Neg(x *Value) *Value              { return b.Xor(x, b.SignBit()) }
func (b *Builder) NegAbs(x *Value) *Value           { return b.Or(x, b.SignBit()) }
func (b *Builder) CopySign(mag, sign *Value) *Value { return b.Or(mag, b.And(sign, b.SignBit())) } // mag ≥ 0

// Horner returns c[0]·xⁿ + … + c[n], by FMAs.
func (b *Builder) Horner(x *Value, c ...*Value) *Value {
	p := c[0]
	for _, k := range c[1:] {
		p = b.FMA(p, x, k)
	}
	return p
}

// Body returns the finished body, without the values that no result needs.
func (b *Builder) Body() Body {
	need := map[*Value]bool{}
	var visit func(*Value)
	visit = func(v *Value) {
		if !need[v] {
			need[v] = true
			for _, a := range v.Args {
				visit(a)
			}
		}
	}
	for _, s := range b.body.Stores {
		visit(s.X)
	}
	if b.body.NewAcc != nil {
		visit(b.body.NewAcc)
	}
	out := b.body
	out.Values = nil
	for _, v := range b.body.Values {
		if need[v] {
			v.ID = len(out.Values)
			out.Values = append(out.Values, v)
		}
	}
	return out
}

// LastUse returns, for each value, the ID of the last value that has it as an
// argument; results of the body count as used at len(Values).
func (b Body) LastUse() []int {
	last := make([]int, len(b.Values))
	for i, v := range b.Values {
		last[i] = i
		for _, a := range v.Args {
			last[a.ID] = i
		}
	}
	for _, s := range b.Stores {
		last[s.X.ID] = len(b.Values)
	}
	if b.NewAcc != nil {
		last[b.NewAcc.ID] = len(b.Values)
	}
	return last
}

// expandScale is Scale as two factors of which
// the first is exact: with m = n + 2·bias and h = m>>1, x·2^(h−bias)·2^(m−h−bias)
// or, for n ≤ 0, x·2^(n+k)·2^−k.
func (b *Builder) expandScale(x, t *Value, k uint64) *Value {
	bias, mant, magic := b.format()
	if k > 0 { // the shift leaves n + bias + k, the low bits of t
		return b.Mul(b.Mul(x, b.Shl(t, mant)), b.Const(math.Ldexp(1, -int(k))))
	}
	m := b.SubInt(t, b.ConstBits(magic-2*bias))
	h := b.Shr(m, 1)
	x = b.Mul(x, b.Shl(h, mant))
	return b.Mul(x, b.Shl(b.SubInt(m, h), mant))
}

// expandPow2 is Pow2 by its exponent's bits, which t may have already.
func (b *Builder) expandPow2(t *Value, k uint64) *Value {
	bias, mant, magic := b.format()
	if k != bias {
		t = b.SubInt(t, b.ConstBits(magic+k-bias))
	}
	return b.Shl(t, mant)
}

// format returns the exponent's bias, the bits of the mantissa and those of Magic.
func (b *Builder) format() (bias uint64, mant uint, magic uint64) {
	if b.body.Bits == 64 {
		return 1023, 52, math.Float64bits(0x1.8p+52)
	}
	return 127, 23, uint64(math.Float32bits(0x1.8p+23))
}

// Expand returns the body with every Scale, Pow2, MinAbs and Fixup as other operations, for
// machines that lack them.
func (b Body) Expand() Body {
	return b.Rewrite(func(nb *Builder, v *Value, args []*Value) *Value {
		switch v.Op {
		case Scale:
			return nb.expandScale(args[0], args[1], v.Imm)
		case MinAbs:
			return nb.Min(nb.Abs(args[0]), args[1])
		case Pow2:
			return nb.expandPow2(args[0], v.Imm)
		case Fixup:
			return args[2]
		}
		return nb.Same(v, args)
	})
}

// Rewrite builds the body again, with what f returns for each value and its new
// arguments.
func (b Body) Rewrite(f func(nb *Builder, v *Value, args []*Value) *Value) Body {
	nb := NewBuilder(b.Bits)
	m := make([]*Value, len(b.Values))
	for i, v := range b.Values {
		args := make([]*Value, len(v.Args))
		for j, a := range v.Args {
			args[j] = m[a.ID]
		}
		m[i] = f(nb, v, args)
	}
	for _, s := range b.Stores {
		nb.Store(s.Slice, m[s.X.ID])
	}
	if b.NewAcc != nil {
		nb.SetAcc(m[b.NewAcc.ID])
	}
	return nb.Body()
}

// Same is v's operation on other arguments.
func (b *Builder) Same(v *Value, args []*Value) *Value { return b.value(v.Op, v.Imm, args...) }

// Uses counts for each value how often others or results have it.
func (b Body) Uses() []int {
	uses := make([]int, len(b.Values))
	for _, v := range b.Values {
		for _, a := range v.Args {
			uses[a.ID]++
		}
	}
	for _, s := range b.Stores {
		uses[s.X.ID]++
	}
	if b.NewAcc != nil {
		uses[b.NewAcc.ID]++
	}
	return uses
}
