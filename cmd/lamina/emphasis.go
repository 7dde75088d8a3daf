package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/lamina-go/lamina/autoencoder"
)

// emphasis is the value of --emphasis.
type emphasis autoencoder.Emphasis

func (e *emphasis) Set(s string) error {
	corrupted, clean, ok := strings.Cut(s, ",")
	a, errA := strconv.ParseFloat(strings.TrimSpace(corrupted), 64)
	b, errB := strconv.ParseFloat(strings.TrimSpace(clean), 64)
	if !ok || errA != nil || errB != nil {
		return fmt.Errorf("expected two weights, of corrupted entries and of clean ones, such as 1,0.3")
	}
	*e = emphasis{Corrupted: a, Clean: b}
	return nil
}

func (e *emphasis) String() string {
	if *e == (emphasis{}) {
		return ""
	}
	return fmt.Sprintf("%v,%v", e.Corrupted, e.Clean)
}

func (*emphasis) Type() string { return "WEIGHTS" }
