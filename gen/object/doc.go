// Package object turns generated assembly into the object code that Go's
// assembler and linker make of it, and reads that back with a disassembler
// that is not ours: of binutils or of LLVM. Tests look at what really runs, and
// models of processors are fed with it.
package object
