package autoencoder

import (
	"context"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Encode returns h = f(x), one row per row of x. x is B×d in the data's units, the
// result B×k. A row's code has the same bits whatever rows it comes with. NaN in x
// gives NaN in that row's code. The error tells that x has the wrong width.
func (m *Model[T]) Encode(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	h := kernels.NewMatrix[T](x.Rows, m.CodeSize())
	err := m.eachBlock("columns", m.Inputs(), x, func(ws *workspace[T], lo, hi int) {
		m.scaleIn(ws, x, lo)
		m.net.encode(m.params, ws)
		copyRows(h.RowRange(lo, hi), ws.code())
	})
	return h, err
}

// Decode returns r = g(h), the mean of p_decoder(x|h), one row per row of h. h is
// B×k, the result B×d in the data's units.
func (m *Model[T]) Decode(h kernels.Matrix[T]) (kernels.Matrix[T], error) {
	r := kernels.NewMatrix[T](h.Rows, m.Inputs())
	err := m.eachBlock("code units", m.CodeSize(), h, func(ws *workspace[T], lo, hi int) {
		copyRows(ws.h, h.RowRange(lo, hi))
		m.net.decode(m.params, ws)
		m.scaleOut(r, lo, ws)
	})
	return r, err
}

// Reconstruct returns r = g(f(x)), one row per row of x. Both are B×d in the
// data's units. Nothing is corrupted.
func (m *Model[T]) Reconstruct(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	r := kernels.NewMatrix[T](x.Rows, m.Inputs())
	err := m.eachBlock("columns", m.Inputs(), x, func(ws *workspace[T], lo, hi int) {
		m.scaleIn(ws, x, lo)
		m.net.encode(m.params, ws)
		m.net.decode(m.params, ws)
		m.scaleOut(r, lo, ws)
	})
	return r, err
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

// eachBlock calls f with a workspace for every block of rows of x.
func (m *Model[T]) eachBlock(what string, want int, x kernels.Matrix[T], f func(ws *workspace[T], lo, hi int)) error {
	if err := m.ready(what, x.Cols, want); err != nil {
		return err
	}
	ws := m.pool.Get().(*workspace[T])
	defer m.pool.Put(ws)
	for lo := 0; lo < x.Rows; lo += blockRows {
		hi := min(lo+blockRows, x.Rows)
		ws.use(hi - lo)
		f(ws, lo, hi)
	}
	return nil
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
