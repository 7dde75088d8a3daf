//go:build race

package kernels

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// racing are calls that read or write x[7].
var racing = []struct {
	name string
	f    func(x, y []float32, u []uint64)
}{
	{"Exp reads", func(x, y []float32, _ []uint64) { Exp(y[:64], x) }},
	{"Exp writes", func(x, y []float32, _ []uint64) { Exp(x, y[:64]) }},
	{"Dot", func(x, y []float32, _ []uint64) { _ = Dot(y[:64], x) }},
	{"Normal", func(x, _ []float32, _ []uint64) { Normal(Philox{}, x, 0) }},
	{"PackSigns", func(x, _ []float32, u []uint64) { PackSigns(u[:1], x) }},
	{"ScaleRowsCols", func(x, y []float32, _ []uint64) {
		row := func(s []float32) Matrix[float32] { return Matrix[float32]{Rows: 1, Cols: 32, Stride: 32, Data: s} }
		ScaleRowsCols(row(y[:32]), y[40:41], row(x[:32]), y[60:][:32])
	}},
	{"SGDStep", func(x, y []float32, _ []uint64) { SGDStep(1, 1, y[:8], x[:8], y[8:16]) }},
	{"Gemm", func(x, y []float32, _ []uint64) {
		sq := func(s []float32) Matrix[float32] { return Matrix[float32]{Rows: 4, Cols: 4, Stride: 4, Data: s} }
		Gemm(false, false, 1, sq(x[:16]), sq(y[:16]), 0, sq(y[16:32]))
	}},
}

// TestRaceReports: the race detector does not see into assembly, but learns
// from kernels what they read and write. Children that race on purpose, each
// with one kernel, must be told so.
func TestRaceReports(t *testing.T) {
	if name := os.Getenv("LAMINA_TEST_RACE"); name != "" {
		race(name)
		return
	}
	for _, r := range racing {
		child := exec.Command(os.Args[0], "-test.run=^TestRaceReports$")
		child.Env = append(os.Environ(), "LAMINA_TEST_RACE="+r.name, "GORACE=halt_on_error=1 exitcode=66")
		out, err := child.CombinedOutput()
		if err == nil || child.ProcessState.ExitCode() != 66 || !strings.Contains(string(out), "DATA RACE") {
			t.Errorf("%s: no race reported: %v\n%s", r.name, err, out)
		}
	}
}

// race calls the kernel while another goroutine writes an element of x.
func race(name string) {
	x, y, u := make([]float32, 64), make([]float32, 128), make([]uint64, 4)
	for _, r := range racing {
		if r.name == name {
			done := make(chan bool)
			go func() { x[7] = 1; close(done) }()
			r.f(x, y, u)
			<-done
		}
	}
}
