package autoencoder

import "github.com/lamina-go/lamina/kernels"

// gradientTiles plans ws.grad in two spaces, which layers take in turn: the backward pass
// of layer i makes the gradient of layer i−1 from its own, which nobody needs afterwards.
func (ws *workspace[T]) gradientTiles(n *network[T], rows, times int) {
	ws.grad = make([]kernels.Matrix[T], len(n.layers))
	each := func(i int) int { // rows for each row of data
		if i < n.encoders {
			return 1
		}
		return times
	}
	var spaces [2][]T
	for turn := range spaces {
		most := 0
		for i := turn; i < len(n.layers); i += 2 {
			most = max(most, each(i)*n.layers[i].Out)
		}
		spaces[turn] = make([]T, rows*most)
	}
	for i, l := range n.layers {
		ws.addTile(&ws.grad[i], spaces[i%2], rows, l.Out, each(i))
	}
}

// preTiles plans ws.pre where outputs of the decoder are: when the encoder's gradients
// begin, the decoder's layers are done with. It follows the plan of these.
func (ws *workspace[T]) preTiles(n *network[T], rows int) {
	ws.pre = make([]kernels.Matrix[T], n.encoders)
	var spare [][]T
	for _, t := range ws.tiles {
		for i := n.encoders; i < len(n.layers); i++ {
			if t.use == &ws.out[i] {
				spare = append(spare, t.full.Data)
			}
		}
	}
	for i := range ws.pre {
		var space []T
		need := rows * n.layers[i].Out
		for k, s := range spare {
			if len(s) >= need {
				space, spare[k] = s[:need], s[need:]
				break
			}
		}
		if space == nil {
			space = make([]T, need)
		}
		ws.addTile(&ws.pre[i], space, rows, n.layers[i].Out, 1)
	}
}

// addTile plans m, of times rows for each of up to rows rows, at the beginning of space.
func (ws *workspace[T]) addTile(m *kernels.Matrix[T], space []T, rows, cols, times int) {
	n := rows * times
	ws.tiles = append(ws.tiles, tile[T]{kernels.Matrix[T]{Rows: n, Cols: cols, Stride: cols, Data: space[:n*cols]}, m, times})
}
