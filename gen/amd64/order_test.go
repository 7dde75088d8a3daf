package amd64

import (
	"testing"

	"github.com/lamina-go/lamina/gen/algebra"
	"github.com/lamina-go/lamina/gen/ir"
)

// TestOrder: the order of a body keeps arguments before what has them, drops
// nothing, and takes no more registers; loading inputs again takes none either.
func TestOrder(t *testing.T) {
	for _, f := range []struct {
		name string
		f    func(*ir.Builder, *ir.Value) *ir.Value
		less bool // registers than as written
	}{
		{"exp", algebra.Exp, false},
		{"log", algebra.Log, true},
		{"softplus", algebra.Softplus, false},
		{"gelu", algebra.GELU, false},
	} {
		for _, bits := range []int{32, 64} {
			b := ir.NewBuilder(bits)
			algebra.Map1(f.f)(b)
			body := narrow(b.Body())
			ordered := order(body)
			again := reload(ordered)
			if len(ordered.Values) != len(body.Values) {
				t.Errorf("%s%d: %d values, not %d", f.name, bits, len(ordered.Values), len(body.Values))
			}
			for _, o := range []ir.Body{ordered, again} {
				for i, v := range o.Values {
					if v.ID != i {
						t.Fatalf("%s%d: value %d has number %d", f.name, bits, i, v.ID)
					}
					for _, a := range v.Args {
						if a.ID >= i || o.Values[a.ID] != a {
							t.Fatalf("%s%d: value %d comes before its argument %d", f.name, bits, i, a.ID)
						}
					}
				}
			}
			if n, m := waiting(body), waiting(again); m > n || f.less && m == n && bits == 32 {
				t.Errorf("%s%d: %d registers, not fewer than %d", f.name, bits, m, n)
			}
		}
	}
}
