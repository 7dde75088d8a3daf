package autoencoder

import "github.com/lamina-go/lamina/kernels"

// encode computes f(x) from ws.in, and the code that the decoder sees from that.
func (n *network[T]) encode(p []T, ws *workspace[T]) {
	x := ws.in
	for i, l := range n.layers[:n.encoders] {
		ws.from[i] = l.ForwardKeep(p, x, ws.act[i], ws.out[i])
		x = ws.out[i]
	}
	n.keepLargest(ws)
	if ws.draws > 0 {
		n.drawer.draw(p, n, ws)
	}
}

// decode computes the likelihood's parameters from the code.
func (n *network[T]) decode(p []T, ws *workspace[T]) {
	x := ws.h
	for i := n.encoders; i < len(n.layers); i++ {
		ws.from[i] = n.layers[i].ForwardKeep(p, x, ws.act[i], ws.out[i])
		x = ws.out[i]
	}
}

// measure returns −log p − const and Ω, both summed over the rows of ws, from a
// forward pass of ws.in against ws.x. Each penalty's Ω is added to ws.omega.
func (n *network[T]) measure(p []T, ws *workspace[T]) (negLog, omega float64) {
	n.encode(p, ws)
	n.decode(p, ws)
	negLog = n.loss(0, ws)
	for k, pen := range n.penalties {
		v := pen.value(p, ws, ws.scratch[k])
		if pool, ok := pen.(pooled[T]); ok {
			pool.add(ws.rates[k], ws.code())
		}
		ws.omega[k] += v
		omega += v
	}
	ws.rows += ws.x.Rows
	return negLog, omega
}

// gradient is measure, and sets g to the gradient of the mean over the rows of
// −log p + Ω.
func (n *network[T]) gradient(p, g []T, ws *workspace[T]) (negLog, omega float64) {
	clear(g)
	n.encode(p, ws)
	n.decode(p, ws)
	scale := T(1 / float64(ws.x.Rows))
	negLog = n.loss(scale, ws)
	for i := len(n.layers) - 1; i > n.encoders; i-- {
		n.layers[i].Backward(p, g, ws.out[i-1], ws.from[i], ws.grad[i], ws.grad[i-1])
	}
	n.layers[n.encoders].Backward(p, g, ws.h, ws.from[n.encoders], ws.grad[n.encoders], ws.dh)
	for i := range ws.pre {
		clear(flat(ws.pre[i]))
	}
	if ws.draws > 0 {
		n.drawer.back(scale, p, n, ws)
	}
	for k, pen := range n.penalties {
		v := pen.grad(scale, p, g, ws, ws.scratch[k])
		ws.omega[k] += v
		omega += v
	}
	n.encodeBack(p, g, ws)
	return negLog, omega
}

// encodeBack carries the gradients by f(x) and by pre-activations back through the
// encoder.
func (n *network[T]) encodeBack(p, g []T, ws *workspace[T]) {
	for i := n.encoders - 1; i >= 0; i-- {
		l, da, x := n.layers[i], ws.grad[i], ws.in
		if i > 0 {
			x = ws.out[i-1]
		}
		l.BackwardAct(ws.from[i], da)
		if ws.pre != nil {
			for r := range da.Rows {
				kernels.Add(da.Row(r), da.Row(r), ws.pre[i].Row(r))
			}
		}
		code := i == n.encoders-1
		if code {
			n.keepLargestBack(ws, da)
		}
		l.BackwardParams(g, x, da)
		if i > 0 {
			l.BackwardInput(p, 0, da, ws.grad[i-1])
		}
		if code && n.head != nil {
			n.head.BackwardParams(g, x, ws.dLogVar)
			if i > 0 {
				n.head.BackwardInput(p, 1, ws.dLogVar, ws.grad[i-1])
			}
		}
	}
}
