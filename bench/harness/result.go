package harness

import "strings"

// Result is what a case's rounds say.
type Result struct {
	Case    string    `json:"case"`
	Table   string    `json:"table"`
	Element string    `json:"element"`
	Rounds  int       `json:"rounds"`
	Unit    string    `json:"unit"`              // of Rate
	Measure Measure   `json:"measure"`           // of Roof in the scores
	Roof    *Spread   `json:"roof,omitempty"`    // G lane-FMAs/s
	Apart   *Spread   `json:"apart,omitempty"`   // CoresApart in ns
	Scores  []Score   `json:"scores"`            // in the contestants' order
	LeftOut []LeftOut `json:"leftOut,omitempty"` // too slow to take part
	Bar     float64   `json:"bar,omitempty"`
	Against string    `json:"against,omitempty"`
	Met     *bool     `json:"met,omitempty"` // whether the reference's medians meet Bar; nil if unknown
	Bars    []Bar     `json:"bars,omitempty"`
	Mean    Bar       `json:"mean,omitzero"` // asked of a table's cases together
}

// Score is one contestant's part of a Result.
type Score struct {
	Contestant string  `json:"contestant"`
	Reference  bool    `json:"reference,omitempty"`
	Threads    int     `json:"threads"`
	Calls      int     `json:"calls"` // in a turn
	Rate       Spread  `json:"rate"`
	Roof       *Spread `json:"roof,omitempty"`  // beside the roof of the same round, in the case's measure
	Ratio      *Spread `json:"ratio,omitempty"` // the reference's rate over this one's, of the same round
}

// LeftOut is a contestant whose single call took too long.
type LeftOut struct {
	Contestant string  `json:"contestant"`
	Seconds    float64 `json:"seconds"`
}

// Reference returns the reference's score, or nil if it was left out.
func (r *Result) Reference() *Score {
	for i := range r.Scores {
		if r.Scores[i].Reference {
			return &r.Scores[i]
		}
	}
	return nil
}

// score fills in the figures from the rates of each contestant in each round
// and the roof's in each round, if there is one.
func (r *Result) score(c Case, rates [][]float64, roofs []float64) {
	var ref []float64
	for i := range r.Scores {
		if r.Scores[i].Reference {
			ref = rates[i]
		}
	}
	if roofs != nil {
		r.Roof = spread(roofs, func(_ int, v float64) float64 { return v * 1e-9 })
	}
	for i := range r.Scores {
		s := &r.Scores[i]
		s.Rate = *spread(rates[i], func(_ int, v float64) float64 { return v * c.Unit.Scale })
		if roofs != nil {
			s.Roof = spread(rates[i], func(k int, v float64) float64 { return c.Measure.of(v, roofs[k]) })
		}
		if ref != nil && !s.Reference {
			s.Ratio = spread(rates[i], func(k int, v float64) float64 { return ref[k] / v })
		}
	}
	r.judge(c)
}

// judge tells whether the bars are met.
func (r *Result) judge(c Case) {
	if c.Bar != 0 {
		r.Met = r.meets(c.Measure, Bar{Least: c.Bar, Against: c.Against})
	}
	for _, b := range c.Bars {
		b.Met = r.meets(c.Measure, b)
		r.Bars = append(r.Bars, b)
	}
}

// meets tells whether the reference's medians meet a bar, nil if that is unknown.
func (r *Result) meets(m Measure, b Bar) (met *bool) {
	ref := r.Reference()
	if ref == nil {
		return nil
	}
	and := func(ok bool) {
		ok = ok && (met == nil || *met)
		met = &ok
	}
	if b.Against == "" {
		if ref.Roof != nil {
			and(m.meets(ref.Roof.Median, b.Least))
		}
		return met
	}
	if against, others, ok := strings.Cut(b.Against, Or); ok {
		one, other := r.meets(m, Bar{Least: b.Least, Against: against}), r.meets(m, Bar{Least: b.Least, Against: others})
		if one != nil && *one {
			return one
		}
		if one != nil || other != nil && *other {
			return other
		}
		return nil // unknown: it may be the one that is met
	}
	for _, s := range r.Scores {
		if s.Ratio != nil && strings.HasPrefix(s.Contestant, b.Against) {
			and(s.Ratio.Median >= b.Least)
		}
	}
	return met
}

// spread is the distribution of f(round, value) over the rounds.
func spread(vs []float64, f func(round int, v float64) float64) *Spread {
	out := make([]float64, len(vs))
	for i, v := range vs {
		out[i] = f(i, v)
	}
	s := SpreadOf(out)
	return &s
}
