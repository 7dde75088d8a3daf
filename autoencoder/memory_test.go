package autoencoder

import (
	"context"
	"runtime"
	"testing"

	"github.com/lamina-go/lamina/tensorio"
)

// Training takes four numbers for each parameter (itself, two moments and the copy to go
// back to), what one batch needs, and little else. The data are the caller's and a scaled
// copy of them.
func TestMemoryOfTraining(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector has memory of its own")
	}
	const rows, d, batch = 64, 700, 32
	layers := []int{1000, 300}
	x := curve[float32](1, rows, d)
	before := heap()
	m := newModel[float32](t, variant(t, "plain", d, layers...))
	tc := quick()
	tc.Batch, tc.Epochs, tc.HeldOut = batch, 1, 0.25
	tr, err := newTrainer(context.Background(), m, tensorio.FromMatrix(x), tc)
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	used := heap() - before
	runtime.KeepAlive(tr)
	activations := 2 * d // two blocks of input
	for _, l := range m.net.layers {
		activations += 2 * l.Out // output and gradient
	}
	most := 4 * (4*len(m.params) + batch*activations + rows*d)
	if slack := used - most; slack > 4<<20 {
		t.Errorf("%d bytes for %d parameters, %d more than expected", used, len(m.params), slack)
	}
}

// heap is how many bytes are in use.
func heap() int {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int(s.HeapAlloc)
}
