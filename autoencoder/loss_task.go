package autoencoder

import "github.com/lamina-go/lamina/kernels"

// shareElements is the number of elements from which elementwise work is shared
// among cores: several times what waking one costs.
const shareElements = 16 << 10

// maxShares is how many shares such work has at most.
const maxShares = 16

// shares is the number of shares of rows of so many elements each.
func shares(rows, elements int) int {
	return max(1, min(rows, rows*elements/shareElements, maxShares))
}

// A lossTask is the loss of a workspace's rows in shares that may run at once.
type lossTask[T kernels.Float] struct {
	n       *network[T]
	ws      *workspace[T]
	rows    []float64 // per row of data, −log p − const
	buffers []lossBuffer[T]
	scale   T
	shares  int
	task    *kernels.Task
}

// A lossBuffer is the scratch of one share.
type lossBuffer[T kernels.Float] struct {
	a, x, part []T // one row of parameters, one of data, one taken apart by the mask
}

func newLossTask[T kernels.Float](n *network[T], ws *workspace[T], rows int) *lossTask[T] {
	t := &lossTask[T]{n: n, ws: ws, rows: make([]float64, rows)}
	a, x := n.layers[len(n.layers)-1].Out, n.layers[0].In
	t.buffers = make([]lossBuffer[T], shares(rows, a*max(ws.planned, 1)))
	for i := range t.buffers {
		b := &t.buffers[i]
		b.a, b.x = make([]T, a), make([]T, max(x, n.classes))
		if ws.space.mask.Data != nil {
			b.part = make([]T, 2*a+x)
		}
	}
	t.task = kernels.NewTask(t.share)
	return t
}

func (t *lossTask[T]) run(scale T) {
	t.scale = scale
	t.shares = shares(t.ws.y.Rows, t.n.layers[len(t.n.layers)-1].Out*max(t.ws.draws, 1))
	t.task.Run(t.shares)
}

func (t *lossTask[T]) share(i int) {
	n, ws := t.n, t.ws
	lo, hi := ws.y.Rows*i/t.shares, ws.y.Rows*(i+1)/t.shares
	for r := lo; r < hi; r++ {
		t.rows[r] = n.rowsLoss(t.scale, ws, r, &t.buffers[i])
	}
	if t.scale != 0 {
		last, times := len(n.layers)-1, max(ws.draws, 1)
		n.layers[last].BackwardActSerial(ws.from[last].RowRange(lo*times, hi*times), ws.grad[last].RowRange(lo*times, hi*times))
	}
}
