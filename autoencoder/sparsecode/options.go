package sparsecode

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Options say what a code minimises and when it is good enough.
type Options struct {
	Lambda float64 // λ > 0, the price of ‖h‖₁
	Gamma  float64 // γ ≥ 0, the price of ‖h − f‖²

	// Solver is one of Solvers; empty means descent.
	Solver string
	// Tolerance is the relative duality gap at which a row is done; 0 means 1e-4.
	// In float32 gaps below about 1e-6 are rounding errors.
	Tolerance float64
	// MaxIterations ends a row without a certificate; 0 means 1000. For descent a
	// sweep and a block step are one iteration each, for fista a proximal step is.
	MaxIterations int
}

var solvers = []string{"descent", "fista"}

// Solvers lists the names that Options.Solver knows.
func Solvers() []string { return slices.Clone(solvers) }

// Check returns an error that names the first option that makes no sense.
func (o Options) Check() error {
	_, err := o.normalised()
	return err
}

func (o Options) normalised() (Options, error) {
	if o.Solver == "" {
		o.Solver = solvers[0]
	}
	if o.Tolerance == 0 {
		o.Tolerance = 1e-4
	}
	if o.MaxIterations == 0 {
		o.MaxIterations = 1000
	}
	return o, o.check()
}

func (o Options) check() error {
	switch {
	case !(o.Lambda > 0) || math.IsInf(o.Lambda, 0):
		return fmt.Errorf("lambda %v: expected a positive, finite number", o.Lambda)
	case !(o.Gamma >= 0) || math.IsInf(o.Gamma, 0):
		return fmt.Errorf("gamma %v: expected a finite number of at least 0", o.Gamma)
	case !slices.Contains(solvers, o.Solver):
		return fmt.Errorf("unknown solver %q: choose one of %s", o.Solver, strings.Join(solvers, ", "))
	case !(o.Tolerance > 0 && o.Tolerance < 1):
		return fmt.Errorf("tolerance %v: expected 0 < tolerance < 1", o.Tolerance)
	case o.MaxIterations < 1:
		return fmt.Errorf("iterations %d: expected at least 1", o.MaxIterations)
	}
	return nil
}
