// Command bench compares Lamina's kernels with what Go offers elsewhere, on
// the machine that it runs on. All that is compared in a row took turns in one
// process; package harness says how.
//
// Which implementation of Lamina is active is settled when a process starts,
// so each one that is asked for has a process of its own, with all rivals in
// it: bench starts itself again with LAMINA_ISA set. The default is all
// implementations that the machine has, or only LAMINA_ISA's if it is set.
//
// Usage:
//
//	go run . [-run regexp] [-isa avx512,avx2] [-rounds n] [-quick] [-json] [-python python3]
package main
