package amd64

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// machine writes one function: vectors of one level with lanes of one width.
type machine struct {
	*build.Context
	file  *File
	level ir.Level
	bits  int // of a lane

	// What stays in registers for the whole function.
	scalars []reg.VecVirtual
	consts  map[uint64]reg.VecVirtual
	fixed   map[*ir.Value]reg.VecVirtual // loop invariants

	share int // of the plan
}

func newMachine(f *File, l ir.Level, bits int) *machine {
	return &machine{Context: f.ctx, file: f, level: l, bits: bits,
		consts: map[uint64]reg.VecVirtual{}, fixed: map[*ir.Value]reg.VecVirtual{}}
}

func (m *machine) wide() bool    { return m.level.Bits == 512 }
func (m *machine) lanes() int    { return m.level.Bits / m.bits }
func (m *machine) vecBytes() int { return m.level.Bits / 8 }
func (m *machine) size() int     { return m.bits / 8 }

// vec returns a new vector register.
func (m *machine) vec() reg.VecVirtual {
	if m.wide() {
		return m.ZMM()
	}
	return m.YMM()
}

type instruction = func(...operand.Op)

// f returns the single or the double precision form of an instruction.
func (m *machine) f(s, d instruction) instruction {
	if m.bits == 32 {
		return s
	}
	return d
}

// constant returns the operand for a constant in every lane: its register, or
// its place in memory, which AVX-512 broadcasts (bcst) and AVX2 reads whole.
func (m *machine) constant(u uint64) (op operand.Op, bcst bool) {
	if r, ok := m.consts[u]; ok {
		return r, false
	}
	return m.memory(u)
}

// memory is the constant's place in memory, as constant has it.
func (m *machine) memory(u uint64) (op operand.Op, bcst bool) {
	w := u
	if m.bits == 32 {
		w |= u << 32
	}
	if m.wide() {
		return m.file.globl(fmt.Sprintf("c%d_%x", m.bits, u), w), true
	}
	return m.file.globl(fmt.Sprintf("v%d_%x", m.bits, u), w, w, w, w), false
}

// loadConst puts a constant in every lane of r.
func (m *machine) loadConst(u uint64, r reg.VecVirtual) {
	if u == 0 {
		if m.wide() {
			m.VPXORD(r, r, r)
		} else {
			m.VXORPS(r, r, r)
		}
		return
	}
	op, bcst := m.memory(u)
	switch {
	case bcst && m.bits == 32:
		m.VBROADCASTSS(op, r)
	case bcst:
		m.VBROADCASTSD(op, r)
	default:
		m.VMOVUPS(op, r)
	}
}

// broadcast puts a scalar parameter in every lane of a new register.
func (m *machine) broadcast(param string) reg.VecVirtual {
	b, err := m.Param(param).Resolve()
	if err != nil {
		panic(err)
	}
	r := m.vec()
	m.f(m.vbroadcastss, m.vbroadcastsd)(b.Addr, r)
	return r
}

func (m *machine) vbroadcastss(ops ...operand.Op) { m.VBROADCASTSS(ops...) }
func (m *machine) vbroadcastsd(ops ...operand.Op) { m.VBROADCASTSD(ops[0], ops[1]) }

// A mask selects the first lanes of a vector: a mask register or, for AVX2, a
// vector of all-ones and zero lanes.
type mask struct {
	k reg.Register
	v reg.VecVirtual
}

// firstLanes returns the mask of the first n lanes, 0 ≤ n ≤ all.
func (m *machine) firstLanes(n reg.GPVirtual) mask {
	if m.wide() {
		r, k := m.GP32(), m.K()
		m.MOVL(operand.I32(-1), r)
		m.BZHIL(n.As32(), r, r)
		m.KMOVW(r, k)
		return mask{k: k}
	}
	ones := ^uint64(0)
	table := m.file.globl("mask", ones, ones, ones, ones, 0, 0, 0, 0)
	p, v := m.GP64(), m.YMM()
	m.LEAQ(table, p)
	m.ADDQ(operand.I32(m.vecBytes()), p)
	at := m.GP64()
	m.MOVQ(n, at)
	m.NEGQ(at)
	m.VMOVDQU(operand.Mem{Base: p, Index: at, Scale: uint8(m.size())}, v)
	return mask{v: v}
}

// load reads a vector, or its first lanes with zeros after them.
func (m *machine) load(at operand.Mem, k *mask) reg.VecVirtual {
	r := m.vec()
	m.loadTo(at, k, r)
	return r
}

func (m *machine) loadTo(at operand.Mem, k *mask, r reg.VecVirtual) {
	switch {
	case k == nil:
		m.VMOVUPS(at, r)
	case m.wide() && m.bits == 32:
		m.VMOVUPS_Z(at, k.k, r)
	case m.wide():
		m.VMOVUPD_Z(at, k.k, r)
	case m.bits == 32:
		m.VMASKMOVPS(at, k.v, r)
	default:
		m.VMASKMOVPD(at, k.v, r)
	}
}

// store writes a vector, or its first lanes and nothing else.
func (m *machine) store(r reg.Register, at operand.Mem, k *mask) {
	switch {
	case k == nil:
		m.VMOVUPS(r, at)
	case m.wide() && m.bits == 32:
		m.VMOVUPS(r, k.k, at)
	case m.wide():
		m.VMOVUPD(r, k.k, at)
	case m.bits == 32:
		m.VMASKMOVPS(r, k.v, at)
	default:
		m.VMASKMOVPD(r, k.v, at)
	}
}

// merge sets the masked lanes of dst to those of r.
func (m *machine) merge(r, dst reg.VecVirtual, k mask) {
	switch {
	case m.wide() && m.bits == 32:
		m.VMOVAPS(r, k.k, dst)
	case m.wide():
		m.VMOVAPD(r, k.k, dst)
	default:
		m.VBLENDVPS(k.v, r, dst, dst)
	}
}
