package asm

import "fmt"

// V is a virtual vector register, made by Func.NewV.
type V struct{ r *vreg }

// R is a virtual general-purpose register, made by Func.NewR. Instructions
// choose its 64-bit (X) or 32-bit (W) use.
type R struct{ r *vreg }

type class uint8

const (
	vector class = iota
	general
	classes
)

func (c class) String() string { return [...]string{"vector", "general-purpose"}[c] }

// vreg is a virtual register; id counts from 0 in each function, both classes
// together.
type vreg struct {
	fn    *Func
	id    int
	class class
	name  string
}

// Arr is the arrangement of a vector operand: S4 is .4S.
type Arr uint8

// Arrangements.
const (
	B8 Arr = iota
	B16
	H4
	H8
	S2
	S4
	D1
	D2
)

// Size is an element or memory access size: S is 32 bits.
type Size uint8

// Sizes.
const (
	B Size = iota
	H
	S
	D
	Q
)

// String gives the arrangement as the decoded form writes it, "4s".
func (t Arr) String() string {
	if t > D2 {
		return fmt.Sprintf("Arr(%d)", uint8(t))
	}
	return [...]string{"8b", "16b", "4h", "8h", "2s", "4s", "1d", "2d"}[t]
}

// Elem is the size of one lane.
func (t Arr) Elem() Size { return Size(t / 2) }

// Lanes is the number of lanes.
func (t Arr) Lanes() int { return (8 << (t & 1)) >> t.Elem() }

// q is 1 for the 128-bit arrangements.
func (t Arr) q() uint32 { return uint32(t & 1) }

// wide is the 128-bit arrangement of elements twice as large as t's.
func (t Arr) wide() Arr { return t/2*2 + 3 }

// String gives the size's register letter, "s".
func (s Size) String() string {
	if s > Q {
		return fmt.Sprintf("Size(%d)", uint8(s))
	}
	return "bhsdq"[s : s+1]
}

// Bytes is the size in bytes.
func (s Size) Bytes() int { return 1 << s }

// Bits is the size in bits.
func (s Size) Bits() int { return 8 << s }
