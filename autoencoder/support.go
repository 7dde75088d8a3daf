package autoencoder

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// target is row i of the workspace as the likelihood is asked about it. Likelihoods
// of values from 0 to 1, behind min-max scaling, take values beyond the training
// rows' for the nearest of these, 0 or 1: −log p has no lower bound there, and rows
// like that are common, since every column's extremes may be held out. ws.rowX may
// be overwritten.
func (n *network[T]) target(ws *workspace[T], i int) []T { return n.targetIn(ws.rowX, ws.y.Row(i)) }

// targetIn is target for a row and a buffer.
func (n *network[T]) targetIn(buf, row []T) []T {
	if !n.saturate {
		return row
	}
	for j, v := range row {
		buf[j] = min(max(v, 0), 1)
	}
	return buf[:len(row)]
}

// support checks all rows, held out or not, against the likelihood and tells whether
// −log p is exact for all of them. It keeps what −log p has of a row alone.
func (s *source[T]) support(ctx context.Context, n *network[T]) (exact bool, err error) {
	if n.likelihood.Domain() == "" || n.classes > 0 { // classes are no data
		return true, nil
	}
	exact = true
	ws := oneRow[T](s.data.Width())
	constants, vary := make([]float64, s.data.Len()), false
	for i := range s.data.Len() {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		if err := s.gather(ws.x, []int{i}); err != nil {
			return false, err
		}
		x := n.target(ws, 0)
		switch support, j := n.likelihood.Support(x); support {
		case nn.Outside:
			return false, outside(n, i, j, s.data.Columns(), ws.x.Row(0)[j])
		case nn.CrossEntropy:
			exact = false
		}
		constants[i] = n.likelihood.DataConst(x)
		vary = vary || constants[i] != 0
	}
	if vary {
		s.constants = constants
	}
	return exact, nil
}

// checkSupport refuses rows that have no −log p. The first of x is row first of data
// with those column names.
func (m *Model[T]) checkSupport(x kernels.Matrix[T], first int, names []string) error {
	if m.net.likelihood.Domain() == "" {
		return nil
	}
	ws := oneRow[T](x.Cols)
	for i := range x.Rows {
		m.scaling.apply(ws.x.Row(0), x.Row(i))
		if support, j := m.net.likelihood.Support(m.net.target(ws, 0)); support == nn.Outside {
			return outside(m.net, first+i, j, names, x.Row(i)[j])
		}
	}
	return nil
}

// oneRow is a workspace to ask about one row with.
func oneRow[T kernels.Float](d int) *workspace[T] {
	ws := &workspace[T]{rowX: make([]T, d)}
	ws.space.x = kernels.NewMatrix[T](1, d)
	ws.inputs.use(1)
	return ws
}

// remedies tell what to do about data that a likelihood gives probability 0.
var remedies = map[string]string{
	"bernoulli":            "train with min-max scaling or the gaussian",
	"continuous-bernoulli": "train with min-max scaling or the gaussian",
	"poisson":              "the gaussian takes any number",
	"categorical":          "make columns of categories one-hot, and name the groups' widths; the gaussian takes any number",
}

func outside[T kernels.Float](n *network[T], i, j int, names []string, v T) error {
	l := n.likelihood
	return fmt.Errorf("row %d, %s is %v: the %s likelihood needs %s; %s",
		i+1, columnName(names, j), v, l.Name(), l.Domain(), remedies[l.Name()])
}
