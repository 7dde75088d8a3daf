package autoencoder

import (
	"runtime"
	"sync"
	"testing"

	"github.com/lamina-go/lamina/internal/keep"
	"github.com/lamina-go/lamina/kernels"
)

// One row takes a workspace of few rows, and to encode it one of the encoder alone.
func TestWorkspacesAreForWhatIsAsked(t *testing.T) {
	const d, wide, k = 200, 300, 20
	m := newModel[float32](t, variant(t, "plain", d, wide, k))
	fit(t, m, curve[float32](1, 50, d), quick())
	x, h := curve[float32](2, 1, d), kernels.NewMatrix[float32](1, k)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := m.EncodeInto(h, x); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	// Input, two layers, and rows of several kinds.
	if most := 4*smallRows*(d+wide+k) + 16<<10; after.TotalAlloc-before.TotalAlloc > uint64(most) && !raceEnabled {
		t.Errorf("the first row takes %d bytes, expected at most %d", after.TotalAlloc-before.TotalAlloc, most)
	}
}

// Many goroutines leave no more workspaces than lists keep.
func TestManyGoroutinesLeaveLittle(t *testing.T) {
	const d, wide, k, rows = 200, 300, 20, 17 // a block's
	m := newModel[float32](t, variant(t, "plain", d, wide, k))
	fit(t, m, curve[float32](1, 50, d), quick())
	x := curve[float32](2, rows, d)
	before := heap()
	var wait sync.WaitGroup
	inside, all := make(chan bool), make(chan bool)
	for range 64 {
		wait.Go(func() {
			// All have one at once.
			err := m.eachBlock("columns", d, x, bothHalves, func(*workspace[float32], int, int) {
				inside <- true
				<-all
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	for range 64 {
		<-inside
	}
	close(all)
	wait.Wait()
	kept := max(keep.Least, 2*runtime.GOMAXPROCS(0))
	each := 4*blockRows*(d+2*(wide+k)+d) + 64<<10
	if used := heap() - before; used > kept*each+1<<20 {
		t.Errorf("%d bytes are kept, expected at most %d workspaces of %d", used, kept, each)
	}
	runtime.KeepAlive(m)
}
