package harness

import (
	"math"
	"strings"
)

// Mean is the geometric mean of the reference's ratios to one contestant, over cases
// that ask it of them.
type Mean struct {
	Table string  `json:"table"`
	Cases int     `json:"cases"`
	Ratio float64 `json:"ratio"`
	Bar
}

// Means sums up results in the order of their tables.
func Means(rs []Result) []Mean {
	var out []Mean
	logs := map[int]float64{} // their sums, by index in out
	for _, r := range rs {
		for _, s := range r.Scores {
			if r.Mean.Against == "" || s.Ratio == nil || !strings.HasPrefix(s.Contestant, r.Mean.Against) {
				continue
			}
			at := len(out)
			for i, m := range out {
				if m.Table == r.Table && m.Against == r.Mean.Against {
					at = i
				}
			}
			if at == len(out) {
				out = append(out, Mean{Table: r.Table, Bar: r.Mean})
			}
			out[at].Cases++
			logs[at] += math.Log(s.Ratio.Median)
		}
	}
	for i := range out {
		m := &out[i]
		m.Ratio = math.Exp(logs[i] / float64(m.Cases))
		met := m.Ratio >= m.Least
		m.Met = &met
	}
	return out
}
