package autoencoder

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// target is row i of the workspace as the likelihood is asked about it. Bernoulli
// behind min-max scaling takes values beyond the training rows' for the nearest of
// these, 0 or 1: its −log p has no lower bound there, and rows like that are common,
// since every column's extremes may be held out. ws.rowX may be overwritten.
func (n *network[T]) target(ws *workspace[T], i int) []T {
	row := ws.x.Row(i)
	if !n.saturate {
		return row
	}
	for j, v := range row {
		ws.rowX[j] = min(max(v, 0), 1)
	}
	return ws.rowX
}

// support checks all rows, held out or not, against the likelihood and tells whether
// −log p is exact for all of them.
func (s *source[T]) support(n *network[T]) (exact bool, err error) {
	if n.likelihood.Density() {
		return true, nil
	}
	exact = true
	ws := &workspace[T]{x: kernels.NewMatrix[T](1, s.data.Width()), rowX: make([]T, s.data.Width())}
	for i := range s.data.Len() {
		if err := s.gather(ws.x, []int{i}); err != nil {
			return false, err
		}
		for j, v := range n.target(ws, 0) {
			switch n.likelihood.Support(v) {
			case nn.Outside:
				return false, outside(n, i, j, s.data.Columns(), v)
			case nn.CrossEntropy:
				exact = false
			}
		}
	}
	return exact, nil
}

// checkSupport refuses rows that have no −log p. The first of x is row first of data
// with those column names.
func (m *Model[T]) checkSupport(x kernels.Matrix[T], first int, names []string) error {
	if m.net.likelihood.Density() {
		return nil
	}
	ws := &workspace[T]{x: kernels.NewMatrix[T](1, x.Cols), rowX: make([]T, x.Cols)}
	for i := range x.Rows {
		m.scaling.apply(ws.x.Row(0), x.Row(i))
		for j, v := range m.net.target(ws, 0) {
			if m.net.likelihood.Support(v) == nn.Outside {
				return outside(m.net, first+i, j, names, x.Row(i)[j])
			}
		}
	}
	return nil
}

func outside[T kernels.Float](n *network[T], i, j int, names []string, v T) error {
	return fmt.Errorf("row %d, %s is %v: the %s likelihood needs values from 0 to 1; train with min-max scaling or the gaussian",
		i+1, columnName(names, j), v, n.likelihood.Name())
}
