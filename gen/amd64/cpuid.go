package amd64

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// AddCPUID writes the question that x/sys/cpu does not ask: whether there is
// F16C, in the word of features that leaf 1 has in ECX.
func (f *File) AddCPUID() {
	c := f.ctx
	c.Function("cpuid1ECX")
	c.Attributes(attr.NOSPLIT)
	c.SignatureExpr("func() uint32")
	c.Doc("cpuid1ECX is ECX after CPUID with EAX = 1.")
	c.MOVL(operand.U32(1), reg.EAX)
	c.XORL(reg.ECX, reg.ECX)
	c.CPUID()
	c.Store(reg.ECX, c.ReturnIndex(0))
	c.RET()
}
