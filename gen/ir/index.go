package ir

import "fmt"

// IndexVecs is the number of vectors that a round of a search compares.
const IndexVecs = 4

// IndexSignature and IndexText describe the search for a value.
func IndexSignature(bits int) string {
	return fmt.Sprintf("func(x []float%d, v float%[1]d) int", bits)
}

const IndexText = "for i := range x { if x[i] == v { return i } }; return len(x)"
