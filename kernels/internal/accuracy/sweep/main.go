// Command sweep measures the functions of package kernels and rewrites the
// accuracy table and its page: make accuracy. It takes some minutes; run it
// from the root of the module.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"

	"github.com/lamina-go/lamina/kernels/internal/accuracy"
)

func main() {
	samples := flag.Uint64("samples", 1<<18, "check `n` float64 arguments of each function and range")
	only := flag.String("only", "", "measure the rows whose function/type matches `regexp`, as ^Log/float64, and keep the table's others")
	stride := flag.Uint64("stride", 1, "check one of `n` float32 arguments; only 1 writes the table")
	flag.Parse()
	match, err := regexp.Compile(*only)
	check(err)
	old, err := accuracy.Read(".")
	check(err)
	var rs []accuracy.Result
	failed := false
	accuracy.Each(func(f accuracy.Function, bits, i int) {
		if !match.MatchString(fmt.Sprint(f.Name, "/float", bits)) {
			r := old[len(rs)]
			rs = append(rs, r)
			if r.Inputs == 0 {
				fmt.Printf("%-12s %s [%g, %g] is not in the table yet\n", r.Function, r.Type, r.Lo, r.Hi)
			}
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
		check(accuracy.Write(".", rs))
	}
	if failed {
		os.Exit(1)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "sweep:", err)
		os.Exit(1)
	}
}
