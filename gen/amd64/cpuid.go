package amd64

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/reg"
)

// AddCPUID writes the questions that x/sys/cpu does not ask: F16C, the caches.
func (f *File) AddCPUID() {
	c := f.ctx
	c.Function("cpuid")
	c.Attributes(attr.NOSPLIT)
	c.SignatureExpr("func(leaf, sub uint32) (eax, ebx, ecx, edx uint32)")
	c.Doc("cpuid is CPUID with EAX = leaf and ECX = sub.")
	for i, r := range []reg.Register{reg.EAX, reg.ECX} {
		b, err := c.ParamIndex(i).Resolve()
		if err != nil {
			panic(err)
		}
		c.MOVL(b.Addr, r)
	}
	c.CPUID()
	for i, r := range []reg.Register{reg.EAX, reg.EBX, reg.ECX, reg.EDX} {
		c.Store(r, c.ReturnIndex(i))
	}
	c.RET()
}
