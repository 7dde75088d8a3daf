// Command sweep measures the functions of package kernels and rewrites the
// accuracy table and its page: make accuracy. It takes some minutes; run it
// from the root of the module.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/lamina-go/lamina/kernels/internal/accuracy"
)

func main() {
	samples := flag.Uint64("samples", 1<<18, "check `n` float64 arguments of each function and range")
	only := flag.String("only", "", "measure `function` and keep the table's other rows")
	stride := flag.Uint64("stride", 1, "check one of `n` float32 arguments; only 1 writes the table")
	flag.Parse()
	var rs, old []accuracy.Result
	if *only != "" {
		var err error
		if old, err = accuracy.Read("."); err != nil {
			fmt.Fprintln(os.Stderr, "sweep:", err)
			os.Exit(1)
		}
	}
	failed := false
	accuracy.Each(func(f accuracy.Function, bits, i int) {
		if *only != "" && f.Name != *only {
			rs = append(rs, old[len(rs)])
			return
		}
		var r accuracy.Result
		if bits == 32 {
			r = f.Sweep(i, *stride)
		} else {
			r = f.Sample(bits, i, *samples, 1)
		}
		rs = append(rs, r)
		mark := ""
		if !(r.Worst <= r.Bound()) {
			mark, failed = " FAIL", true
		}
		fmt.Printf("%-12s %s [%g, %g] %.4f of %g at %g, %d arguments%s\n", r.Function, r.Type, r.Lo, r.Hi, r.Worst, r.Bound(), r.At, r.Inputs, mark)
	})
	if *stride == 1 {
		if err := accuracy.Write(".", rs); err != nil {
			fmt.Fprintln(os.Stderr, "sweep:", err)
			os.Exit(1)
		}
	}
	if failed {
		os.Exit(1)
	}
}
