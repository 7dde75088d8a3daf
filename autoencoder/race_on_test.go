//go:build race

package autoencoder

// The race detector empties pools at random, so allocations cannot be counted.
const raceEnabled = true
