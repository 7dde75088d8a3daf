package ir

// Level is an instruction set that a machine family lowers to.
type Level struct {
	Name string
	Bits int // width of a vector register
	// ISA lists the instruction set extensions that a kernel may use.
	ISA []string
}
