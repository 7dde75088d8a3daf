// Package asm assembles NEON kernels for arm64 and prints them as Go assembly.
//
// Go's arm64 assembler lacks most vector floating-point mnemonics, so every
// SIMD and floating-point instruction is encoded here and printed as a WORD
// with its decoded form as a comment. Integer, address and branch instructions,
// argument loads and data are printed as Go assembly, so that vet's asmdecl
// still sees frame offsets and sizes.
//
//	file := asm.NewFile("go generate ./...", asm.Neon)
//	f := file.Func("axpyNeon", "func(alpha float32, x *[4]float32, y *[4]float32)",
//		"axpyNeon is: for i, v := range x { y[i] += alpha * v }")
//	alpha, x, y := f.NewV("alpha"), f.NewR("x"), f.NewR("y")
//	f.ArgV("alpha", alpha)
//	f.Arg("x", x)
//	f.Arg("y", y)
//	vx, vy := f.NewV("vx"), f.NewV("vy")
//	f.LDR(vx, x, 0, asm.Q)
//	f.LDR(vy, y, 0, asm.Q)
//	f.FMLAElem(vy, vx, alpha, 0, asm.S4)
//	f.STR(vy, y, 0, asm.Q)
//	f.RET()
//	text, err := file.Assemble()
//
// # Registers
//
// V and R are virtual registers: variables that may be assigned many times, in
// loops too. Assemble finds what is live by backward data flow over the control
// flow graph and colours the interference graph with V0–V31 and with R0–R17,
// R19–R26. R18 (platform), R27 (Go's temporary), R28 (g), R29 (frame pointer),
// R30 (link) and RSP are never used. There are no spills: a function that needs
// more registers is an error that names the point of highest pressure. A copy
// (MOV, MOVR) costs nothing when its source dies there: both get one register.
//
// # Conventions
//
// Operands are in the order of the Arm manual: destination first, then sources,
// then lane or immediate, then the arrangement (S4 is .4S) or element size
// (S is 32 bits). A method that takes an Arr is a vector instruction; those on
// a single element end in Scalar. Memory operands are base, byte offset. Methods
// that end in Post add the increment to the base register afterwards.
//
// Methods return nothing: the first error of a function, with the generator's
// file and line, comes out of Assemble.
//
// Flags live from CMP, CMPImm, SUBSR or SUBSRImm to the next of these; nothing
// else changes them. Multi-register lists (LD2, TBL of two) need consecutive
// registers, which the allocator does not model, so they are absent.
//
// Local gives a function memory in its frame, and a Pool collects the vector
// constants of a file's functions.
//
// # Adding an instruction
//
// Write one method beside its encoding class, and one line of
// testdata/golden.txt with the word from GNU as. Tests find the method by
// reflection; if it reads its destination, add it to accumulates in
// methods_test.go.
//
// # What guards it
//
// The tests here compare every method, at all arrangements and with random
// registers and immediates, with the words of GNU as and with two disassemblers,
// x/arch and binutils. Package main of gen (neon_test.go) does so for every
// instruction of every kernel in the object code that Go's assembler makes,
// assembles it again for Armv8.0, and looks at its registers and frames.
//
// # Sources
//
// Comments such as "C7.2 FMLA (by element)" name the instruction's page in the
// Arm Architecture Reference Manual (DDI 0487), chapter C7.2; the same pages are
// at https://developer.arm.com/documentation/ddi0602/latest/SIMD-FP-Instructions.
// Comments such as "C4.1 Advanced SIMD three same" name the encoding class.
package asm
