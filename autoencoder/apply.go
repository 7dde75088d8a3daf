package autoencoder

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Encode returns h = f(x), one row per row of x. x is B×d in the data's units, the
// result B×k. A row's code has the same bits whatever rows it comes with. NaN in x
// gives NaN in that row's code. The error tells that x has the wrong width.
func (m *Model[T]) Encode(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	h := kernels.NewMatrix[T](x.Rows, m.CodeSize())
	return h, m.EncodeInto(h, x)
}

// EncodeInto is Encode into h, B×k and disjoint from x. It allocates nothing once as
// many goroutines have called it before as do at once, if these are no more than twice
// GOMAXPROCS, or 8: memory of further ones is not kept.
func (m *Model[T]) EncodeInto(h, x kernels.Matrix[T]) error {
	return m.into("columns", m.Inputs(), m.CodeSize(), h, x, func(t *blockTask[T]) { t.run(x.Rows, encoderHalf, t.encode) })
}

// Decode returns r = g(h), the mean of p_decoder(x|h), one row per row of h. h is
// B×k, the result B×d in the data's units.
func (m *Model[T]) Decode(h kernels.Matrix[T]) (kernels.Matrix[T], error) {
	r := kernels.NewMatrix[T](h.Rows, m.Inputs())
	return r, m.DecodeInto(r, h)
}

// DecodeInto is Decode into r, B×d and disjoint from h. It allocates as EncodeInto
// does.
func (m *Model[T]) DecodeInto(r, h kernels.Matrix[T]) error {
	return m.into("code units", m.CodeSize(), m.Inputs(), r, h, func(t *blockTask[T]) { t.run(h.Rows, decoderHalf, t.decode) })
}

// Reconstruct returns r = g(f(x)), one row per row of x. Both are B×d in the
// data's units. Nothing is corrupted.
func (m *Model[T]) Reconstruct(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	r := kernels.NewMatrix[T](x.Rows, m.Inputs())
	return r, m.ReconstructInto(r, x)
}

// ReconstructInto is Reconstruct into r, B×d, which is x itself or disjoint from it. It
// allocates as EncodeInto does.
func (m *Model[T]) ReconstructInto(r, x kernels.Matrix[T]) error {
	return m.into("columns", m.Inputs(), m.Inputs(), r, x, func(t *blockTask[T]) { t.run(x.Rows, bothHalves, t.reconstruct) })
}

// into calls f with a task from src, of want columns, to dst, of cols.
func (m *Model[T]) into(what string, want, cols int, dst, src kernels.Matrix[T], f func(*blockTask[T])) error {
	if err := m.ready(what, src.Cols, want); err != nil {
		return err
	}
	if dst.Rows != src.Rows || dst.Cols != cols {
		return fmt.Errorf("autoencoder: the result is to be %d×%d, expected %d×%d", dst.Rows, dst.Cols, src.Rows, cols)
	}
	t := m.task()
	t.src, t.dst = src, dst
	f(t)
	t.src, t.dst = kernels.Matrix[T]{}, kernels.Matrix[T]{}
	m.tasks.Put(t)
	return nil
}

// EncodeData encodes a whole data set block by block, and calls each with the
// block's first row and its codes, which are each's to keep. NaN and Inf are
// refused with their row and column, and so are columns of other names than the
// model was trained on. It ends with the first error, be it from the
// data, from each or from ctx.
func (m *Model[T]) EncodeData(ctx context.Context, data tensorio.Dataset[T], each func(first int, h kernels.Matrix[T]) error) error {
	return m.readEach(ctx, data, func(lo int, x kernels.Matrix[T]) error {
		h, err := m.Encode(x)
		if err != nil {
			return err
		}
		return each(lo, h)
	})
}

// ReconstructData is EncodeData for reconstructions.
func (m *Model[T]) ReconstructData(ctx context.Context, data tensorio.Dataset[T], each func(first int, r kernels.Matrix[T]) error) error {
	return m.readEach(ctx, data, func(lo int, x kernels.Matrix[T]) error {
		r, err := m.Reconstruct(x)
		if err != nil {
			return err
		}
		return each(lo, r)
	})
}

// readEach calls f with every block of rows of a data set, checked.
func (m *Model[T]) readEach(ctx context.Context, data tensorio.Dataset[T], f func(lo int, x kernels.Matrix[T]) error) error {
	if err := m.ready("columns", data.Width(), m.Inputs()); err != nil {
		return err
	}
	if err := m.CheckColumns(data.Columns()); err != nil {
		return err
	}
	block := kernels.NewMatrix[T](blockRows, data.Width())
	return eachRead(ctx, data, block, func(lo int, x kernels.Matrix[T]) error {
		for i := range x.Rows {
			if err := checkFinite(data, lo+i, x.Row(i)); err != nil {
				return err
			}
		}
		return f(lo, x)
	})
}

// scaleIn scales rows of x, from lo on, into the workspace.
func (m *Model[T]) scaleIn(ws *workspace[T], x kernels.Matrix[T], lo int) {
	for i := range ws.x.Rows {
		m.scaling.apply(ws.x.Row(i), x.Row(lo+i))
	}
}

// scaleOut writes the means of the workspace's parameters to rows of r, from lo on,
// in the data's units.
func (m *Model[T]) scaleOut(r kernels.Matrix[T], lo int, ws *workspace[T]) {
	a := ws.params()
	for i := range a.Rows {
		row := r.Row(lo + i)
		m.net.likelihood.Mean(row, a.Row(i))
		m.scaling.invert(row, row)
	}
}

func copyRows[T kernels.Float](dst, src kernels.Matrix[T]) {
	for i := range src.Rows {
		copy(dst.Row(i), src.Row(i))
	}
}
