package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels"
)

// The command starts itself again for other levels. In a test that is the
// test's binary, which is the command when this is set.
const asCommand = "LAMINA_BENCH_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestEveryLevelAsJSON(t *testing.T) {
	t.Setenv(asCommand, "1")
	t.Setenv("LAMINA_ISA", "")
	var out bytes.Buffer
	if err := run([]string{"-json", "-quick", "-rounds", "1", "-run", "^exp/float32/4096", "-python", ""}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	var rep report
	if err := json.Unmarshal(out.Bytes(), &rep); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range rep.Levels {
		got = append(got, l.Level)
		if len(l.Results) != 1 || l.Results[0].Rounds != 1 || len(l.Results[0].Scores) != 3 {
			t.Errorf("%s: %+v", l.Level, l.Results)
		}
	}
	if want := kernels.Implementations(); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("levels %v, want %v", got, want)
	}
}

func TestBadArguments(t *testing.T) {
	for _, args := range [][]string{
		{"-isa", "mmx"}, {"-run", "("}, {"-run", "nothing is called so"}, {"-rounds", "-1"}, {"-rounds", "x"}, {"-nope"}, {"gemm"},
	} {
		if _, ok := run(args, io.Discard, io.Discard).(usageError); !ok {
			t.Errorf("%q: no usage error", args)
		}
	}
}

func TestText(t *testing.T) {
	one := harness.Spread{Min: 1, Q1: 1, Median: 1, Q3: 1, Max: 1}
	met := true
	var out strings.Builder
	writeLevel(&out, levelReport{Level: "avx2", Roofs: []roofReport{{"float32", one}}, Results: []harness.Result{{
		Case: "gemm/x", Table: "Products", Unit: "GFLOP/s", Measure: harness.Share, Bar: 0.8, Met: &met,
		Scores: []harness.Score{
			{Contestant: "lamina", Reference: true, Rate: one, Roof: &one},
			{Contestant: "gonum", Rate: one, Roof: &one, Ratio: &one},
		},
		LeftOut: []harness.LeftOut{{Contestant: "slow", Seconds: 9}},
	}, {
		Case: "dot/x", Table: "Products", Measure: harness.Slots, Bar: 1.5, Against: "vek",
		Scores: []harness.Score{{Contestant: "lamina", Reference: true, Rate: one, Roof: &one}},
	}}, Means: []harness.Mean{{Table: "Products", Cases: 1, Ratio: 1, Bar: harness.Bar{Least: 0.9, Against: "gonum", Met: &met}}}})
	want := `
== lamina on avx2 ==
roof float32: 1.0 G lane-FMAs/s (2.0 GFLOP/s); medians of the cases 1.0..1.0

Products
case    contestant  GFLOP/s                 % of roof            lamina is          bar
gemm/x  lamina      1                       100.0 (100.0–100.0)                     ≥ 80 %: met
        gonum       1                       100.0 (100.0–100.0)  1.00× (1.00–1.00)
        slow        left out: 9.0 s a call
dot/x   lamina      1                       1.0 (1.0–1.0)                           ≥ 1.5× vek: not here
lamina is 1.00× gonum, geometric mean of 1 cases (≥ 0.9× gonum: met)
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestModelIn(t *testing.T) {
	for in, want := range map[string]string{
		"processor\t: 0\nmodel name\t: A\n\nprocessor\t: 1\nmodel name\t: B\n": "A",
		"CPU implementer\t: 0x41\nCPU part\t: 0xd0c\n":                         "implementer 0x41 part 0xd0c",
		"": "unknown processor",
	} {
		if got := modelIn([]byte(in)); got != want {
			t.Errorf("modelIn(%q) = %q, want %q", in, got, want)
		}
	}
}
