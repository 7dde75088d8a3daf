package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/lamina-go/lamina/autoencoder"
)

// penalties is the value of --penalty, which adds to the variant's own.
type penalties []autoencoder.Penalty

func (p *penalties) Set(s string) error {
	kind, weight, ok := strings.Cut(s, "=")
	w, err := strconv.ParseFloat(weight, 64)
	if !ok || err != nil {
		return fmt.Errorf("expected KIND=WEIGHT, such as l1=0.01, with KIND one of %s", strings.Join(autoencoder.PenaltyKinds(), ", "))
	}
	*p = append(*p, autoencoder.Penalty{Kind: kind, Weight: w})
	return nil
}

func (p *penalties) String() string { return describePenalties(*p) }

func (*penalties) Type() string { return "KIND=WEIGHT" }

func describePenalties(list []autoencoder.Penalty) string {
	var parts []string
	for _, p := range list {
		parts = append(parts, fmt.Sprintf("%s=%v%s", p.Kind, p.Weight, describeJacobian(p)))
	}
	return strings.Join(parts, ",")
}
