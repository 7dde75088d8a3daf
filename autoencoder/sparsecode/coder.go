package sparsecode

import (
	"context"
	"fmt"
	"math"
	"sync"

	"github.com/lamina-go/lamina/kernels"
)

// A Coder finds codes in one dictionary. Many goroutines may use it at once, but
// for Reset.
type Coder[T kernels.Float] struct {
	options Options
	atoms   kernels.Matrix[T] // D, k×d
	lambda  T
	gamma   T

	gram kernels.Matrix[T] // DDᵀ + γI, for descent
	inv  []T               // 1 over its diagonal
	step float64           // L for fista, padded

	pool sync.Pool // of *descent[T] or *fista[T]
}

// New returns a coder for a dictionary of k atoms, one a row, k×d, which it shares.
// Atoms may have any length but 0. An error names the option or the atom.
func New[T kernels.Float](dictionary kernels.Matrix[T], o Options) (*Coder[T], error) {
	c := new(Coder[T])
	return c, c.Reset(dictionary, o)
}

// Reset makes the coder one for another dictionary or other options, in the memory
// that it has where that suffices.
func (c *Coder[T]) Reset(dictionary kernels.Matrix[T], o Options) error {
	o, err := o.normalised()
	if err != nil {
		return fmt.Errorf("sparsecode: %w", err)
	}
	if dictionary.Rows < 1 || dictionary.Cols < 1 {
		return fmt.Errorf("sparsecode: dictionary of %d atoms of %d numbers: expected at least one of each", dictionary.Rows, dictionary.Cols)
	}
	if o.Solver != c.options.Solver || dictionary.Rows != c.atoms.Rows || dictionary.Cols != c.atoms.Cols {
		*c = Coder[T]{}
	}
	c.options, c.atoms = o, dictionary
	c.lambda, c.gamma = T(o.Lambda), T(o.Gamma)
	if c.lambda == 0 || math.IsInf(float64(c.lambda), 0) || math.IsInf(float64(c.gamma), 0) {
		return fmt.Errorf("sparsecode: lambda %v or gamma %v is out of the range of the codes' type", o.Lambda, o.Gamma)
	}
	for j := range dictionary.Rows {
		switch n := float64(kernels.Dot(dictionary.Row(j), dictionary.Row(j))); {
		case n == 0:
			return fmt.Errorf("sparsecode: atom %d is zero: expected atoms of unit length", j+1)
		case math.IsNaN(n) || math.IsInf(n, 0):
			return fmt.Errorf("sparsecode: atom %d has squared length %v: expected finite numbers", j+1, n)
		}
	}
	if o.Solver == "fista" {
		c.step = lipschitz(dictionary, o.Gamma)
	} else {
		c.setGram()
	}
	return nil
}

func (c *Coder[T]) setGram() {
	k := c.atoms.Rows
	if c.gram.Rows != k {
		c.gram, c.inv = kernels.NewMatrix[T](k, k), make([]T, k)
	}
	kernels.Gemm(false, true, 1, c.atoms, c.atoms, 0, c.gram)
	for j := range k {
		c.gram.Row(j)[j] += c.gamma
		c.inv[j] = 1 / c.gram.Row(j)[j]
	}
}

// Atoms is k, the number of atoms and the length of a code.
func (c *Coder[T]) Atoms() int { return c.atoms.Rows }

// Width is d, the length of an atom and of a row.
func (c *Coder[T]) Width() int { return c.atoms.Cols }

// Options returns the options, defaults written out.
func (c *Coder[T]) Options() Options { return c.options }

// Solve finds the codes of x's rows. x is B×d. h is B×k: it has the codes' start,
// such as zeros or f, and gets the codes. f is B×k; without rows it is zero. certs
// has one certificate per row or is nil.
//
// The error tells of shapes that do not match and of numbers in x, f or h that are
// not finite. That a row was not solved is no error: its certificate says so.
func (c *Coder[T]) Solve(h, x, f kernels.Matrix[T], certs []Certificate) error {
	return c.SolveContext(context.Background(), h, x, f, certs)
}

// SolveContext is Solve, which it ends with ctx's error soon after that ends. Then some
// codes are solved, others are not, and the certificates say nothing.
func (c *Coder[T]) SolveContext(ctx context.Context, h, x, f kernels.Matrix[T], certs []Certificate) error {
	if err := c.check(h, x, f, certs); err != nil {
		return fmt.Errorf("sparsecode: %w", err)
	}
	eachBlock(x.Rows, func(lo, hi int) {
		part := problem[T]{done: ctx.Done(), x: x.RowRange(lo, hi), h: h.RowRange(lo, hi)}
		if f.Rows > 0 {
			part.f = f.RowRange(lo, hi)
		}
		if certs != nil {
			part.certs = certs[lo:hi]
		}
		if c.options.Solver == "fista" {
			w, _ := c.pool.Get().(*fista[T])
			if w == nil {
				w = newFista[T](c.Atoms(), c.Width())
			}
			w.solve(c, part)
			c.pool.Put(w)
			return
		}
		w, _ := c.pool.Get().(*descent[T])
		if w == nil {
			w = newDescent[T](c.Atoms())
		}
		w.solve(c, part)
		c.pool.Put(w)
	})
	return ctx.Err()
}

// problem is a block of at most blockRows rows.
type problem[T kernels.Float] struct {
	x, f, h kernels.Matrix[T] // f without rows is zero
	certs   []Certificate     // or nil
	done    <-chan struct{}   // of the context
}

// cancelled tells that nobody waits for the codes any more.
func (p *problem[T]) cancelled() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

func (c *Coder[T]) check(h, x, f kernels.Matrix[T], certs []Certificate) error {
	k, d := c.Atoms(), c.Width()
	switch {
	case x.Cols != d:
		return fmt.Errorf("rows of %d numbers, expected the atoms' %d", x.Cols, d)
	case h.Rows != x.Rows || h.Cols != k:
		return fmt.Errorf("codes are %d×%d, expected %d×%d", h.Rows, h.Cols, x.Rows, k)
	case f.Rows != 0 && (f.Rows != x.Rows || f.Cols != k):
		return fmt.Errorf("predictions are %d×%d, expected %d×%d or none", f.Rows, f.Cols, x.Rows, k)
	case certs != nil && len(certs) != x.Rows:
		return fmt.Errorf("%d certificates for %d rows", len(certs), x.Rows)
	}
	for _, m := range []struct {
		what string
		m    kernels.Matrix[T]
	}{{"row", x}, {"prediction", f}, {"start", h}} {
		if err := checkFinite(m.what, m.m); err != nil {
			return err
		}
	}
	return nil
}

func checkFinite[T kernels.Float](what string, m kernels.Matrix[T]) error {
	for i := range m.Rows {
		row := m.Row(i)
		if sum := float64(kernels.Asum(row)); !math.IsNaN(sum) && !math.IsInf(sum, 0) {
			continue
		}
		for j, v := range row {
			if v := float64(v); math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%s %d has %v at place %d: expected finite numbers", what, i+1, v, j+1)
			}
		}
	}
	return nil
}
