package kernels

import "testing"

func TestCaches(t *testing.T) {
	c := caches()
	t.Logf("L1 %d KiB, L2 %d KiB", c.l1>>10, c.l2>>10)
	if c.l1 < 16<<10 || c.l2 < c.l1 {
		t.Errorf("a core's caches are %+v", c)
	}
}
