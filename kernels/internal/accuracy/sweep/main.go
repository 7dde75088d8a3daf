package main

import (
	"flag"
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/kernels/internal/accuracy"
)

func main() {
	stride := flag.Uint64("stride", 1, "check one of `n` float32 arguments")
	samples := flag.Uint64("samples", 1<<19, "check `n` float64 arguments")
	only := flag.String("only", "", "")
	flag.Parse()
	for _, f := range accuracy.Functions {
		if *only != "" && !strings.Contains(","+*only+",", ","+f.Name+",") {
			continue
		}
		for i := range f.Ranges() {
			for _, r := range []accuracy.Result{f.Sweep(i, *stride), f.Sample(64, i, *samples, 1)} {
				fmt.Printf("%-14s %s [%g, %g] %.4f of %g at %g (%d) abs=%v\n", r.Function, r.Type, r.Lo, r.Hi, r.Worst, r.Bound(), r.At, r.Inputs, r.Absolute)
			}
		}
	}
}
