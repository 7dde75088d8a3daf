package main

import (
	"fmt"
	"io"

	"github.com/lamina-go/lamina/autoencoder"
)

// penaltyReport tells one penalty on the held-out rows, uncorrupted: means per row, in
// nats. Constant and NegLogPrior are null unless Ω stands for a prior over codes:
// −log p(h) = Ω + Constant.
type penaltyReport struct {
	Kind        string   `json:"kind"`
	Omega       *float64 `json:"omega"`
	Constant    *float64 `json:"constant"`
	NegLogPrior *float64 `json:"neg_log_prior"`
}

func reportPenalties(values []autoencoder.PenaltyValue) []penaltyReport {
	list := []penaltyReport{} // [] in JSON: there are none
	for _, v := range values {
		p := penaltyReport{Kind: v.Kind, Omega: number(v.Omega)}
		if v.Prior {
			p.Constant, p.NegLogPrior = number(v.Constant), number(v.NegLogPrior())
		}
		list = append(list, p)
	}
	return list
}

func (r *trainReport) printPenalties(w io.Writer) {
	prior := false
	for _, p := range r.Penalties {
		if p.Omega == nil {
			continue
		}
		line(w, "", "%-24s %s", "penalty Ω, "+p.Kind, figure(*p.Omega))
		if p.NegLogPrior != nil {
			prior = true
			line(w, "", "%-24s %s nats: Ω and the constant %s", "−log p(h), Laplace prior", figure(*p.NegLogPrior), figure(*p.Constant))
		}
	}
	if (prior || r.topK) && r.ActiveUnits != nil {
		line(w, "", "%-24s %s", "active code units", fmt.Sprintf("%s of %s", figure(*r.ActiveUnits), thousands(r.components)))
	}
}
