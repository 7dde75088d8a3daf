package harness

import (
	"math"
	"testing"
)

func TestMeans(t *testing.T) {
	result := func(table string, ratios ...float64) Result {
		r := Result{Table: table, Mean: Bar{Least: 1.1, Against: "rival"}}
		for i, x := range ratios {
			r.Scores = append(r.Scores, Score{Contestant: []string{"rival 1", "other"}[i], Ratio: &Spread{Median: x}})
		}
		return r
	}
	asks := Result{Table: "a", Scores: []Score{{Contestant: "rival 1", Ratio: &Spread{Median: 9}}}} // nothing
	got := Means([]Result{result("a", 1, 5), asks, result("a", 4), result("b", 1), result("c")})
	if len(got) != 2 || got[0].Table != "a" || got[0].Cases != 2 || math.Abs(got[0].Ratio-2) > 1e-12 || !*got[0].Met ||
		got[1].Table != "b" || got[1].Cases != 1 || got[1].Ratio != 1 || *got[1].Met {
		t.Errorf("got %+v", got)
	}
}
