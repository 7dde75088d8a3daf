package preprocess

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/lamina-go/lamina/autoencoder/internal/symmetric"
	"github.com/lamina-go/lamina/kernels"
)

// A Pipeline is a fitted Spec. Many goroutines may use it at once.
type Pipeline[T kernels.Float] struct {
	spec   Spec
	inputs int

	floor T // absolute, of the contrast

	mean []T // of the columns, nil without whitening
	// scale is 1 over the columns' deviations, for standard.
	scale []T
	// whiten, inputs × outputs, and colour, which turns back as far as that is
	// possible, for pca and zca.
	whiten, colour kernels.Matrix[T]
}

// Fit returns the pipeline for rows like these, B×d. The rows are not changed. An
// error names the field of the spec or tells what is wrong with the rows, such as
// that none of them has contrast.
func Fit[T kernels.Float](rows kernels.Matrix[T], s Spec) (*Pipeline[T], error) {
	return FitContext(context.Background(), rows, s)
}

// FitContext is Fit, which it ends with ctx's error soon after that ends.
func FitContext[T kernels.Float](ctx context.Context, rows kernels.Matrix[T], s Spec) (*Pipeline[T], error) {
	s, err := s.Normalised()
	if err != nil {
		return nil, fmt.Errorf("preprocess: %w", err)
	}
	if rows.Rows < 1 || rows.Cols < 1 {
		return nil, fmt.Errorf("preprocess: %d rows of %d columns: expected at least one of each", rows.Rows, rows.Cols)
	}
	p := &Pipeline[T]{spec: s, inputs: rows.Cols}
	if s.Components > rows.Cols {
		return nil, fmt.Errorf("preprocess: components %d: the rows have only %d columns", s.Components, rows.Cols)
	}
	if s.Contrast == "local" {
		own, err := deviation(ctx, p, rows)
		if err != nil {
			return nil, err
		}
		if p.floor = T(s.Floor * own); p.floor == 0 {
			return nil, errors.New("preprocess: no row has contrast: expected rows that vary")
		}
	}
	switch s.Whitening {
	case "standard":
		err = p.fitStandard(ctx, rows)
	case "pca", "zca":
		err = p.fitWhitening(ctx, rows)
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// fitRows is how many rows are handled at a time.
const fitRows = 256

// each calls f with blocks of rows as they come to the whitening, in float64.
func (p *Pipeline[T]) each(ctx context.Context, rows kernels.Matrix[T], f func(x kernels.Matrix[float64])) error {
	block, wide := kernels.NewMatrix[T](fitRows, p.inputs), kernels.NewMatrix[float64](fitRows, p.inputs)
	for lo := 0; lo < rows.Rows; lo += fitRows {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(fitRows, rows.Rows-lo)
		for i := range n {
			p.normalise(block.Row(i), rows.Row(lo+i))
			for j, v := range block.Row(i) {
				wide.Row(i)[j] = float64(v)
			}
		}
		f(wide.RowRange(0, n))
	}
	return nil
}

// deviation is the root mean square of the rows' own deviations.
func deviation[T kernels.Float](ctx context.Context, p *Pipeline[T], rows kernels.Matrix[T]) (float64, error) {
	plain := Pipeline[T]{inputs: p.inputs, spec: Spec{Rectify: p.spec.Rectify, Contrast: "mean"}}
	sum := 0.0
	err := plain.each(ctx, rows, func(x kernels.Matrix[float64]) {
		for i := range x.Rows {
			sum += kernels.Dot(x.Row(i), x.Row(i))
		}
	})
	return math.Sqrt(sum / float64(rows.Rows) / float64(p.inputs)), err
}

// fitStandard centres columns and scales those that vary.
func (p *Pipeline[T]) fitStandard(ctx context.Context, rows kernels.Matrix[T]) error {
	mean, err := p.fitMean(ctx, rows)
	if err != nil {
		return err
	}
	square := make([]float64, p.inputs)
	err = p.each(ctx, rows, func(x kernels.Matrix[float64]) {
		for i := range x.Rows {
			kernels.Sub(x.Row(i), x.Row(i), mean)
			kernels.MulAdd(square, x.Row(i), x.Row(i), square)
		}
	})
	p.scale = make([]T, p.inputs)
	for j, v := range square {
		p.scale[j] = 1
		if d := math.Sqrt(v / float64(rows.Rows)); d > 1e-6*max(math.Abs(mean[j]), 1e-30) {
			p.scale[j] = T(1 / d)
		}
	}
	return err
}

func (p *Pipeline[T]) fitMean(ctx context.Context, rows kernels.Matrix[T]) ([]float64, error) {
	mean := make([]float64, p.inputs)
	err := p.each(ctx, rows, func(x kernels.Matrix[float64]) { kernels.ColSums(mean, x) })
	kernels.Scale(mean, 1/float64(rows.Rows), mean)
	p.mean = make([]T, p.inputs)
	for j, v := range mean {
		p.mean[j] = T(v)
	}
	return mean, err
}

func (p *Pipeline[T]) fitWhitening(ctx context.Context, rows kernels.Matrix[T]) error {
	d := p.inputs
	mean, err := p.fitMean(ctx, rows)
	if err != nil {
		return err
	}
	kernels.Neg(mean, mean)
	cov := kernels.NewMatrix[float64](d, d)
	err = p.each(ctx, rows, func(x kernels.Matrix[float64]) {
		kernels.AddRow(x, mean)
		kernels.Gemm(true, false, 1, x, x, 1, cov)
	})
	if err != nil {
		return err
	}
	kernels.Scale(cov.Data, 1/float64(rows.Rows), cov.Data)
	values, vectors, err := symmetric.Eigen(ctx, cov)
	if err != nil {
		return err
	}
	total := 0.0
	for _, v := range values {
		total += v
	}
	if !(total > 0) {
		return errors.New("preprocess: the rows do not vary: expected rows that differ")
	}
	// Components beyond the data's rank are rounding errors.
	rank, kept := 0, 0.0
	for rank < d && values[rank] > 1e-10*values[0] {
		kept += values[rank]
		rank++
		if p.spec.Whitening == "pca" && (rank == p.spec.Components || p.spec.Components == 0 && kept >= 0.99*total) {
			break
		}
	}
	ridge := p.spec.Epsilon * total / float64(d)
	there, back := kernels.NewMatrix[float64](rank, d), kernels.NewMatrix[float64](rank, d)
	for i := range rank {
		root := math.Sqrt(values[i] + float64(ridge))
		kernels.Scale(there.Row(i), 1/root, vectors.Row(i))
		kernels.Scale(back.Row(i), root, vectors.Row(i))
	}
	if p.spec.Whitening == "pca" {
		p.whiten, p.colour = kernels.NewMatrix[T](d, rank), kernels.NewMatrix[T](rank, d)
		for i := range rank {
			for j := range d {
				p.whiten.Row(j)[i] = T(there.Row(i)[j])
				p.colour.Row(i)[j] = T(back.Row(i)[j])
			}
		}
		return nil
	}
	p.whiten, p.colour = turnBack[T](there, vectors.RowRange(0, rank)), turnBack[T](back, vectors.RowRange(0, rank))
	return nil
}

// turnBack is aᵀ·v as a d×d matrix.
func turnBack[T kernels.Float](a, v kernels.Matrix[float64]) kernels.Matrix[T] {
	d := a.Cols
	wide, m := kernels.NewMatrix[float64](d, d), kernels.NewMatrix[T](d, d)
	kernels.Gemm(true, false, 1, a, v, 0, wide)
	for i, v := range wide.Data {
		m.Data[i] = T(v)
	}
	return m
}

// Spec returns the spec, defaults written out.
func (p *Pipeline[T]) Spec() Spec { return p.spec }

// Inputs is d, the number of columns that rows have.
func (p *Pipeline[T]) Inputs() int { return p.inputs }

// Outputs is how many columns they have afterwards: d, or for pca the components.
func (p *Pipeline[T]) Outputs() int {
	if p.whiten.Rows > 0 {
		return p.whiten.Cols
	}
	return p.inputs
}

// Apply sets dst, B×Outputs, to the rows of x, B×d, made ready, and returns how many of
// them have no contrast: all their values are equal, so that nothing is left to code.
// Rows are counted only if contrast is normalised. It panics on shapes that do not
// match.
func (p *Pipeline[T]) Apply(dst, x kernels.Matrix[T]) (constant int) {
	if x.Cols != p.inputs || dst.Rows != x.Rows || dst.Cols != p.Outputs() {
		panic(fmt.Sprintf("preprocess: Apply: rows are %d×%d, expected %d columns; dst is %d×%d, expected %d×%d",
			x.Rows, x.Cols, p.inputs, dst.Rows, dst.Cols, x.Rows, p.Outputs()))
	}
	block := kernels.NewMatrix[T](min(fitRows, x.Rows), p.inputs)
	for lo := 0; lo < x.Rows; lo += fitRows {
		n := min(fitRows, x.Rows-lo)
		z := block.RowRange(0, n)
		for i := range n {
			if p.normalise(z.Row(i), x.Row(lo+i)) && p.spec.Contrast != "none" {
				constant++
			}
			if p.mean != nil {
				kernels.Sub(z.Row(i), z.Row(i), p.mean)
			}
			if p.scale != nil {
				kernels.Mul(z.Row(i), z.Row(i), p.scale)
			}
		}
		out := dst.RowRange(lo, lo+n)
		if p.whiten.Rows > 0 {
			kernels.Gemm(false, false, 1, z, p.whiten, 0, out)
			continue
		}
		for i := range n {
			copy(out.Row(i), z.Row(i))
		}
	}
	return constant
}

// normalise sets dst to a row with its contrast normalised, and tells whether the row
// has none.
func (p *Pipeline[T]) normalise(dst, x []T) (constant bool) {
	switch p.spec.Rectify {
	case "abs":
		kernels.Abs(dst, x)
	case "relu":
		kernels.ReLU(dst, x)
	default:
		copy(dst, x)
	}
	constant = kernels.Max(dst) == kernels.Min(dst)
	if p.spec.Contrast == "none" || p.spec.Contrast == "" {
		return constant
	}
	if constant {
		clear(dst) // the mean need not be exact
		return true
	}
	mean := kernels.Mean(dst)
	for j := range dst {
		dst[j] -= mean
	}
	if p.spec.Contrast == "local" {
		variance := kernels.Dot(dst, dst) / T(len(dst))
		kernels.Scale(dst, T(1/math.Sqrt(float64(variance+T(p.floor*p.floor)))), dst)
	}
	return false
}

// Linear tells whether rows are made ready by a linear map and an offset, so that
// Invert gives them back.
func (p *Pipeline[T]) Linear() bool {
	return p.spec.Contrast == "none" && p.spec.Rectify == "none"
}

// Invert sets dst, B×d, to the rows that the whitening made z, B×Outputs, of: in the
// data's own units if the pipeline is Linear, else as they were after the contrast. Of
// pca it is the projection onto the components.
func (p *Pipeline[T]) Invert(dst, z kernels.Matrix[T]) {
	p.Colour(dst, z)
	if p.mean != nil {
		kernels.AddRow(dst, p.mean)
	}
}

// Colour is Invert without the mean: what atoms of the ready rows are in the space of
// the data.
func (p *Pipeline[T]) Colour(dst, z kernels.Matrix[T]) {
	if p.colour.Rows > 0 {
		kernels.Gemm(false, false, 1, z, p.colour, 0, dst)
		return
	}
	for i := range z.Rows {
		copy(dst.Row(i), z.Row(i))
		if p.scale != nil {
			kernels.Div(dst.Row(i), dst.Row(i), p.scale)
		}
	}
}

// Filter sets dst, B×d, to what products with w, B×Outputs, are products with before the
// whitening: z·w is a constant more than the product of dst and the row.
func (p *Pipeline[T]) Filter(dst, w kernels.Matrix[T]) {
	if p.whiten.Rows > 0 {
		kernels.Gemm(false, true, 1, w, p.whiten, 0, dst)
		return
	}
	for i := range w.Rows {
		copy(dst.Row(i), w.Row(i))
		if p.scale != nil {
			kernels.Mul(dst.Row(i), dst.Row(i), p.scale)
		}
	}
}

// Affine returns the whitening as z = x·there + offset and its undoing as
// x = z·back + mean; there is Inputs × Outputs and back the other way round. It is all
// that a Linear pipeline does.
func (p *Pipeline[T]) Affine() (there kernels.Matrix[T], offset []T, back kernels.Matrix[T], mean []T) {
	unit := func(n int) kernels.Matrix[T] {
		m := kernels.NewMatrix[T](n, n)
		for i := range n {
			m.Row(i)[i] = 1
		}
		return m
	}
	there, back = kernels.NewMatrix[T](p.inputs, p.Outputs()), kernels.NewMatrix[T](p.Outputs(), p.inputs)
	offset, mean = make([]T, p.Outputs()), make([]T, p.inputs)
	plain := *p
	plain.spec.Rectify, plain.spec.Contrast, plain.mean = "none", "none", nil
	plain.Apply(there, unit(p.inputs))
	p.Colour(back, unit(p.Outputs()))
	if p.mean != nil {
		copy(mean, p.mean)
		kernels.Gemv(true, -1, there, mean, 0, offset)
	}
	return there, offset, back, mean
}
