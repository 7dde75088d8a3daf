package ir

// Cases says what Fixup gives for each kind of number.
type Cases struct{ NaN, Zero, NegInf, PosInf, Neg, Pos Case }

// Case is what Fixup gives for a kind of number.
type Case uint8

// The cases, with the numbers that VFIXUPIMMPS has for them (Intel, "Software
// Developer's Manual", volume 2).
const (
	Keep     Case = 0 // x
	Self     Case = 1 // y itself
	NaN      Case = 3
	MinusInf Case = 4
	MinusOne Case = 9
	One      Case = 10
)

// Sign are the cases of the sign of a number: ±1, but zeros and NaN themselves.
var Sign = Cases{Neg: MinusOne, NegInf: MinusOne, Pos: One, PosInf: One}

// Logarithm are the cases of a logarithm, by its argument.
var Logarithm = Cases{NaN: Self, Zero: MinusInf, NegInf: NaN, PosInf: Self, Neg: NaN}

// Imm is the instruction's table. It knows signalling NaNs and the number 1
// apart, which are no cases of their own here.
func (c Cases) Imm() uint64 {
	var t uint64
	for i, x := range []Case{c.NaN, c.NaN, c.Zero, c.Pos, c.NegInf, c.PosInf, c.Neg, c.Pos} {
		t |= uint64(x) << (4 * i)
	}
	return t
}
