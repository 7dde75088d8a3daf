package autoencoder

import (
	"fmt"
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// keep is how many code units of each row are not silenced: TopK, or more in the
// first epochs of training, from nearly all down in equal steps (Makhzani and Frey
// 2014, section 3.3).
func (n *network[T]) keep(epoch int) int {
	k, all := n.topK, n.codeSize()
	if k == 0 {
		return all
	}
	if epoch > 0 && epoch <= n.anneal {
		k += (all - k) * (n.anneal - epoch + 1) / (n.anneal + 1)
	}
	return k
}

// keepLargest sets all but the largest code units of each row to 0.
func (n *network[T]) keepLargest(ws *workspace[T]) {
	h := ws.code()
	k := n.keep(ws.at.epoch)
	if k == h.Cols {
		return
	}
	for i := range h.Rows {
		row, kept := h.Row(i), ws.kept[i*k:(i+1)*k]
		top := kernels.Matrix[T]{Rows: 1, Cols: k, Stride: k, Data: ws.rowH[:k]}
		kernels.TopK(top, kept, kernels.Matrix[T]{Rows: 1, Cols: len(row), Stride: len(row), Data: row})
		clear(row)
		for s, j := range kept {
			row[j] = top.Data[s]
		}
	}
}

// keepLargestBack silences the gradients of what keepLargest silenced.
func (n *network[T]) keepLargestBack(ws *workspace[T], da kernels.Matrix[T]) {
	k := n.keep(ws.at.epoch)
	if k == da.Cols {
		return
	}
	for i := range da.Rows {
		ws.keepOnly(da.Row(i), i, k)
	}
}

// keepOnly sets the elements of row to 0 whose code units keepLargest silenced in row i,
// where it kept k.
func (ws *workspace[T]) keepOnly(row []T, i, k int) {
	kept := ws.kept[i*k : (i+1)*k]
	for s, j := range kept {
		ws.rowH[s] = row[j]
	}
	clear(row)
	for s, j := range kept {
		row[j] = ws.rowH[s]
	}
}

func checkTopK(c Config) error {
	width := c.codeWidth()
	switch {
	case c.TopK < 0 || c.TopK > width:
		return fmt.Errorf("top-k %d: expected 1 to the code's %d units, or 0 to keep all", c.TopK, width)
	case c.Anneal < 0 || c.Anneal > math.MaxInt32:
		return fmt.Errorf("anneal %d: expected a number of epochs, 0 or more", c.Anneal)
	case c.Anneal > 0 && c.TopK == 0:
		return fmt.Errorf("anneal %d without top-k: there is nothing to anneal", c.Anneal)
	}
	return nil
}
