package main

import "github.com/lamina-go/lamina/bench/harness"

// report is all that a run says; -json prints it.
type report struct {
	Machine machine       `json:"machine"`
	Levels  []levelReport `json:"levels"`
}

// levelReport is what one process measured, with one implementation of Lamina.
type levelReport struct {
	Level   string           `json:"level"`
	Roofs   []roofReport     `json:"roofs"` // none for generic
	Peers   []string         `json:"peers"` // in other processes: what they are, and why some are left out
	Results []harness.Result `json:"results"`
	Means   []harness.Mean   `json:"means,omitempty"` // over the cases that were run
}

// roofReport is the roof over a level's cases.
type roofReport struct {
	Element string         `json:"element"`
	Rate    harness.Spread `json:"rate"` // G lane-FMAs/s
}
