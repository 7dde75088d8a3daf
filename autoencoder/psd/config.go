package psd

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
)

// Config says what a model is. It is kept in the model file.
type Config struct {
	Inputs int `json:"inputs"` // columns of the data
	Atoms  int `json:"atoms"`  // k, the length of a code; more than the data's columns is usual

	Lambda float64 `json:"lambda"` // λ > 0, the price of ‖h‖₁
	Gamma  float64 `json:"gamma"`  // γ ≥ 0, the price of ‖h − f(x)‖²

	// Encoder is the function s in f(x) = g∘s(xW + b), one of Encoders; empty means
	// tanh. Codes are predicted best by soft.
	Encoder string `json:"encoder"`

	// Preprocess is done to rows before anything else.
	Preprocess preprocess.Spec `json:"preprocess,omitzero"`

	Seed uint64 `json:"seed"` // decides the initial parameters
}

// DefaultConfig returns a configuration to start from, Inputs not yet set. Its encoder
// is the soft threshold, which leaves much less of sparse codes unpredicted than tanh
// does, and γ is large: that draws codes to what the encoder can predict, and changes
// little of what it does predict.
func DefaultConfig() Config {
	return Config{Atoms: 256, Lambda: 1, Gamma: 10, Encoder: "soft", Preprocess: preprocess.Spec{Whitening: "standard"}}
}

// PictureConfig is DefaultConfig for patches of pictures: their contrast is normalised,
// and they are whitened by ZCA. ConfigFor takes PCA for whole pictures.
func PictureConfig() Config {
	c := DefaultConfig()
	c.Lambda, c.Gamma = 1.5, 5
	// Noise is most of what small pictures vary in at high frequencies: a large ε.
	c.Preprocess = preprocess.Spec{Contrast: "local", Whitening: "zca", Epsilon: 1}
	return c
}

// maxParameters keeps a mistyped number from asking for all memory.
const maxParameters = 1 << 28

func (c Config) normalised() (Config, error) {
	if c.Encoder == "" {
		c.Encoder = encoders[0]
	}
	var err error
	if c.Preprocess, err = c.Preprocess.Normalised(); err != nil {
		return c, err
	}
	switch {
	case c.Inputs < 1 || c.Inputs > maxParameters:
		return c, fmt.Errorf("inputs %d: expected the number of columns of the data, at least 1", c.Inputs)
	case c.Atoms < 1 || c.Atoms > maxParameters || uint64(c.Atoms)*uint64(c.Inputs) > maxParameters:
		return c, fmt.Errorf("atoms %d: expected at least 1, and at most %d numbers in all", c.Atoms, maxParameters)
	case !(c.Lambda > 0) || math.IsInf(c.Lambda, 0):
		return c, fmt.Errorf("lambda %v: expected a positive, finite number", c.Lambda)
	case !(c.Gamma >= 0) || math.IsInf(c.Gamma, 0):
		return c, fmt.Errorf("gamma %v: expected a finite number of at least 0", c.Gamma)
	case !slices.Contains(encoders, c.Encoder):
		return c, fmt.Errorf("unknown encoder %q: choose one of %s", c.Encoder, strings.Join(encoders, ", "))
	}
	return c, nil
}
