package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/lamina-go/lamina/gen/object"
)

// loop is the hot loop of a kernel: the one for the most elements at once.
type loop struct {
	Kernel string // as the table of kernels names it, "exp"
	Bits   int    // of an element; 0 where that is part of the kernel's name
	Insts  []object.Inst
	Elems  int // elements of a turn
}

// per returns the instructions per element.
func (l loop) per() float64 { return float64(len(l.Insts)) / float64(l.Elems) }

// fmas counts the loop's multiply-adds of vectors.
func (l loop) fmas() int {
	n := 0
	for _, in := range l.Insts {
		if isFMA(in.Text) {
			n++
		}
	}
	return n
}

func isFMA(text string) bool {
	return strings.HasPrefix(text, "fmla") || strings.HasPrefix(text, "fmls") || strings.HasPrefix(text, "vfm") || strings.HasPrefix(text, "vfnm")
}

// isTile tells whether the loop is of a matrix product's micro-kernel or of the
// roof, of which the multiply-adds count and not the elements.
func (l loop) isTile() bool { return tile.MatchString(l.Kernel) }

var (
	tile       = regexp.MustCompile(`^(gemm|gemmWide)\d+$|^roof$`)
	kernelName = regexp.MustCompile(`^(\w+?)(?:F(32|64))?(NEON|AVX2)$`)
	countDown  = regexp.MustCompile(`^subs? (x\d+), (x\d+), #(0x[0-9a-f]+|\d+)$|^subq? \$(0x[0-9a-f]+|\d+), ?%\w+$|^decq? %\w+$`)
)

// perCount are the elements of what loops count where that is not elements:
// a square, a row of a panel, a pair of words.
var perCount = map[string]int{
	"transposeF32NEON": 16, "transposeF64NEON": 4, "transposeF32AVX2": 64, "transposeF64AVX2": 16,
	"gemmPackF32NEON": 12, "gemmPackF64NEON": 6, "gemmPackF32AVX2": 16, "gemmPackF64AVX2": 8,
	"gemmPackTransF32NEON": 4, "gemmPackTransF64NEON": 2, "gemmPackTransF32AVX2": 8, "gemmPackTransF64AVX2": 4,
	"hammingScanNEON": 2, "hammingScanAVX2": 32,
}

// cut returns the hot loops of the kernels with the suffix, by name. A kernel's
// main loop is its first; of a micro-kernel, the first that asks for nothing
// ahead.
func cut(code map[string][]object.Inst, suffix string) ([]loop, error) {
	var all []loop
	for _, name := range slices.Sorted(maps.Keys(code)) {
		m := kernelName.FindStringSubmatch(name)
		if m == nil || m[3] != suffix {
			continue // of another level, or the part of a fold that another kernel is
		}
		if m[1] == "roofDiv" || m[1] == "roofSqrt" {
			continue // beside which only measurements are held
		}
		l := loop{Kernel: m[1]}
		l.Bits, _ = strconv.Atoi(m[2])
		for _, insts := range object.Loops(code[name]) {
			if l.isTile() && asksAhead(insts) {
				continue
			}
			l.Insts = insts
			break
		}
		if l.Insts == nil {
			return nil, fmt.Errorf("%s: no loop", name)
		}
		var err error
		if l.Elems, err = step(l.Insts); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if n, ok := perCount[name]; ok {
			l.Elems *= n
		}
		all = append(all, l)
	}
	return all, nil
}

func asksAhead(insts []object.Inst) bool {
	return slices.ContainsFunc(insts, func(in object.Inst) bool { return strings.HasPrefix(in.Text, "prf") })
}

// step returns what a turn of a loop subtracts from its counter: the last
// subtraction before the branch.
func step(insts []object.Inst) (int, error) {
	for _, in := range slices.Backward(insts) {
		m := countDown.FindStringSubmatch(in.Text)
		if m == nil || m[1] != m[2] {
			continue
		}
		if s := m[3] + m[4]; s != "" {
			n, err := strconv.ParseInt(s, 0, 0)
			return int(n), err
		}
		return 1, nil
	}
	return 0, fmt.Errorf("no counter in the loop of %d instructions that ends with %q", len(insts), insts[len(insts)-1].Text)
}
