package preprocess

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Spec says what is done to rows. The zero value does nothing.
type Spec struct {
	Rectify   string `json:"rectify,omitempty"`   // none, abs or relu
	Contrast  string `json:"contrast,omitempty"`  // none, mean or local
	Whitening string `json:"whitening,omitempty"` // none, standard, pca or zca

	// Floor is the deviation that local adds to a row's own, as a part of the root mean
	// square deviation of the training rows; 0 means 0.1.
	Floor float64 `json:"floor,omitempty"`
	// Components is how many pca keeps, the leading ones; 0 keeps 99 % of the variance.
	Components int `json:"components,omitempty"`
	// Epsilon is added to the variances that pca and zca divide by, as a part of their
	// mean, so that directions of noise stay small; 0 means 0.1.
	Epsilon float64 `json:"epsilon,omitempty"`
}

var (
	rectifications = []string{"none", "abs", "relu"}
	contrasts      = []string{"none", "mean", "local"}
	whitenings     = []string{"none", "standard", "pca", "zca"}
)

// Rectifications, Contrasts and Whitenings list the names that a Spec may have.
func Rectifications() []string { return slices.Clone(rectifications) }

// Contrasts lists the names that Spec.Contrast may have.
func Contrasts() []string { return slices.Clone(contrasts) }

// Whitenings lists the names that Spec.Whitening may have.
func Whitenings() []string { return slices.Clone(whitenings) }

// Normalised returns the spec with its defaults written out, or an error that names
// the field, its value and what was expected.
func (s Spec) Normalised() (Spec, error) {
	for _, f := range []struct {
		field *string
		what  string
		names []string
	}{{&s.Rectify, "rectification", rectifications}, {&s.Contrast, "contrast", contrasts}, {&s.Whitening, "whitening", whitenings}} {
		if *f.field == "" {
			*f.field = f.names[0]
		}
		if !slices.Contains(f.names, *f.field) {
			return s, fmt.Errorf("unknown %s %q: choose one of %s", f.what, *f.field, strings.Join(f.names, ", "))
		}
	}
	for _, f := range []struct {
		value *float64
		name  string
		used  bool
	}{{&s.Floor, "contrast floor", s.Contrast == "local"}, {&s.Epsilon, "whitening epsilon", s.Whitening == "pca" || s.Whitening == "zca"}} {
		if !(*f.value >= 0) || math.IsInf(*f.value, 0) {
			return s, fmt.Errorf("%s %v: expected a finite number of at least 0", f.name, *f.value)
		}
		if *f.value == 0 && f.used {
			*f.value = 0.1
		}
	}
	if s.Components < 0 || s.Components > 0 && s.Whitening != "pca" {
		return s, fmt.Errorf("components %d: expected a positive number, and pca whitening", s.Components)
	}
	return s, nil
}
