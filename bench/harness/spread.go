package harness

import "slices"

// Spread is the distribution of a figure over the rounds.
type Spread struct {
	Min    float64 `json:"min"`
	Q1     float64 `json:"q1"`
	Median float64 `json:"median"`
	Q3     float64 `json:"q3"`
	Max    float64 `json:"max"`
}

// SpreadOf returns the distribution of vs, of which there must be one or more.
func SpreadOf(vs []float64) Spread {
	s := slices.Sorted(slices.Values(vs))
	return Spread{s[0], quantile(s, 0.25), quantile(s, 0.5), quantile(s, 0.75), s[len(s)-1]}
}

// quantile returns the quantile q of the sorted values s, between two of them
// linearly (Hyndman & Fan, "Sample quantiles in statistical packages", 1996,
// definition 7).
func quantile(s []float64, q float64) float64 {
	at := q * float64(len(s)-1)
	i := int(at)
	if i+1 == len(s) {
		return s[i]
	}
	return s[i] + (at-float64(i))*(s[i+1]-s[i])
}
