// Package harness compares the speed of several implementations of one thing
// on a machine that is shared and noisy.
//
// A [Case] names its contestants; the first is the reference. [Run] lets them
// work in turns in one process, A B C, B C A, C A B …, each turn long enough to
// be timed well, for some rounds: each is first in its turn, when the caches have
// gone to somebody else. A round's turns lie side by side in time, so
// what slows the machine down hits all of them alike, and the ratio of two
// turns of one round means something where their rates do not. A [Result]
// reports medians and quartiles over the rounds: of the rates, of the ratios
// to the reference, and of what the roof says.
//
// # The roof
//
// The roof is a loop of independent fused multiply-adds between registers: no
// kernel that computes with them can be faster. It takes its own turn at the
// beginning of every round. Its unit is the lane-FMA, one
// multiply-add of one element, so a 512-bit FMA of float32 counts 16. Work is
// held against it in one of two measures:
//
//   - [Share], for work that is itself lane-FMAs, as a matrix product is: the
//     part of the roof's rate that it reaches.
//   - [Slots], for everything else: the lane-FMAs that the roof does in the
//     time of one element.
//
// Both compare machines, and levels of one machine, better than times do.
package harness
