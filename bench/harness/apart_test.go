package harness

import (
	"runtime"
	"testing"
	"time"
)

func TestCoresApart(t *testing.T) {
	d := CoresApart()
	if d == 0 != (runtime.NumCPU() == 1) || d > time.Second {
		t.Errorf("cores are %v apart", d)
	}
}
