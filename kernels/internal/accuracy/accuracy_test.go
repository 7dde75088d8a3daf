package accuracy

import (
	"math"
	"math/big"
	"os"
	"testing"

	"github.com/lamina-go/lamina/kernels/internal/oracle"
)

const root = "../../.."

// TestTable: the committed table has every function and range, within its
// bound, and the page shows it.
func TestTable(t *testing.T) {
	rs, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		if !(r.Worst <= r.Bound()) {
			t.Errorf("%s %s [%g, %g]: %g, bound %g", r.Function, r.Type, r.Lo, r.Hi, r.Worst, r.Bound())
		}
	}
	for name, want := range map[string]string{Table: CSV(rs), Docs: Page(rs)} {
		got, err := os.ReadFile(root + "/" + name)
		if err != nil || string(got) != want {
			t.Errorf("%s is not what a sweep of these functions writes (%v); run make accuracy", name, err)
		}
	}
}

// TestSample checks a sample of what make accuracy checks. The float32 one
// cannot be worse than the table, which has all arguments.
func TestSample(t *testing.T) {
	rs, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	stride, n := uint64(1<<14+1), uint64(2048)
	if testing.Short() {
		stride, n = 1<<18+1, 512
	}
	next := 0
	Each(func(f Function, bits, i int) {
		table := rs[next]
		next++
		check := func(r Result, bound float64) {
			if !(r.Worst <= bound) {
				t.Errorf("%s %s [%g, %g]: %.4f at %g, want ≤ %g", r.Function, r.Type, r.Lo, r.Hi, r.Worst, r.At, bound)
			}
		}
		if bits == 32 {
			const slack = 1e-4 // the table is rounded, and the reference of sweeps not exact
			check(f.Sweep(i, stride), table.Worst+slack)
			check(f.Sample(32, i, n, 2), table.Worst+slack)
		} else {
			check(f.Sample(64, i, n, 2), table.Bound())
		}
	})
}

// TestUlps: the unit is that of the exact value's binade.
func TestUlps(t *testing.T) {
	for _, tt := range []struct {
		got, exact, want float64
	}{
		{1, 1, 0},
		{1, 1 + 0x1p-23, 1},
		{1, 1 - 0x1p-24, 1},
		{0, 0x1p-150, 0.5},
		{0x1p-149, 0, 1},
		{math.Inf(1), 0x1p128, 0},
		{math.Inf(1), 0x1p128 - 0x1p104, 1},
		{math.Inf(1), 0x1p200, 0},
		{math.NaN(), 1, math.Inf(1)},
	} {
		exact := new(big.Float).SetPrec(oracle.Prec).SetFloat64(tt.exact)
		if e := single.ulps(tt.got, exact); e != tt.want {
			t.Errorf("ulps(%g, %g) = %g, want %g", tt.got, tt.exact, e, tt.want)
		}
		if e := fastUlps(float32(tt.got), tt.exact); e != tt.want && tt.got == tt.got {
			t.Errorf("fastUlps(%g, %g) = %g, want %g", tt.got, tt.exact, e, tt.want)
		}
	}
}
