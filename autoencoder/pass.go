package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// encode computes f(x) from ws.in, and the code that the decoder sees from that.
func (n *network[T]) encode(p []T, ws *workspace[T]) {
	x := ws.in
	for i := range n.encoders {
		n.layerForward(i, p, x, ws)
		x = ws.out[i]
	}
	if n.encoders == 0 {
		ws.h = x
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
		n.layerForward(i, p, x, ws)
		x = ws.out[i]
	}
}

// layerForward is the forward pass of layer i from its input.
func (n *network[T]) layerForward(i int, p []T, x kernels.Matrix[T], ws *workspace[T]) {
	if ws.serial {
		ws.from[i] = n.layers[i].ForwardKeepSerial(p, x, ws.act[i], ws.out[i])
	} else {
		ws.from[i] = n.layers[i].ForwardKeep(p, x, ws.act[i], ws.out[i])
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
	negLog = n.forward(p, ws)
	return negLog, n.backward(p, g, ws, nil)
}

// forward is the part of gradient that comes before the gradients by parameters.
func (n *network[T]) forward(p []T, ws *workspace[T]) (negLog float64) {
	n.encode(p, ws)
	n.decode(p, ws)
	return n.loss(T(1/float64(ws.x.Rows)), ws)
}

// backward follows forward, sets g to the gradient of the mean over the rows of
// −log p + Ω, and returns Ω. With a stepper that steps, all parameters take a step, and
// what g becomes is arbitrary; it may be nil unless gradients are needed.
func (n *network[T]) backward(p, g []T, ws *workspace[T], s *stepper[T]) (omega float64) {
	switch {
	case n.reach == reachAll:
		clear(g)
	case n.reach == reachEncoder:
		clear(g[:n.encoderSize])
	}
	last := len(n.layers) - 1
	for i := last; i > n.encoders; i-- {
		n.sweep(i, p, g, ws, ws.out[i-1], ws.grad[i], ws.grad[i-1], i-1, s)
	}
	below, trained := n.encoders-1, ws.frozen < n.encoders
	if !trained || !n.plainCode(ws) {
		below = none
	}
	n.sweep(n.encoders, p, g, ws, ws.h, ws.grad[n.encoders], ws.dh, below, s)
	for i := range ws.pre {
		clear(flat(ws.pre[i]))
	}
	ws.colNorms = ws.colNorms[:0]
	scale := T(1 / float64(ws.x.Rows))
	if ws.draws > 0 && trained {
		n.drawer.back(scale, p, n, ws)
	}
	for k, pen := range n.penalties {
		v := 0.0
		if trained {
			v = pen.grad(scale, p, g, ws, ws.scratch[k])
		} else {
			v = pen.value(p, ws, ws.scratch[k])
		}
		ws.omega[k] += v
		omega += v
	}
	n.encodeBack(p, g, ws, s)
	return omega
}

// plainCode tells that nothing but the decoder has a gradient by the code.
func (n *network[T]) plainCode(ws *workspace[T]) bool {
	return ws.draws == 0 && len(n.penalties) == 0 && ws.pre == nil && n.topK == 0 && n.head == nil
}

// none is no layer.
const none = -1

// sweep is the backward pass of layer i: from its input x and its gradient da by the
// pre-activation to dx, the gradient by x or, if x is the output of layer below, by that
// one's pre-activation. dx may have no rows.
func (n *network[T]) sweep(i int, p, g []T, ws *workspace[T], x, da, dx kernels.Matrix[T], below int, s *stepper[T]) {
	l := n.layers[i]
	pass := nn.Backward[T]{P: p, G: g, X: x, DA: da, DX: dx,
		Fresh: n.fresh(i), FreshBias: n.freshBias(i), Keep: !s.steps() || l.Tied}
	if i == n.encoders-1 {
		pass.ColNorms = ws.colNorms
	}
	if l.Tied {
		if dx.Rows > 0 {
			l.BackwardInput(p, 0, da, dx)
		}
		if below != none {
			n.layers[below].BackwardAct(ws.from[below], dx)
		}
		pass.DX = kernels.Matrix[T]{}
	} else if below != none {
		pass.Below, pass.V = &n.layers[below].Act, ws.from[below]
	}
	if s.steps() {
		pass.Bias = s.opt
		if !l.Tied { // else the layer that owns the weights adds to their gradient
			pass.Weights = s.opt
		}
	}
	var ahead *preparation[T]
	if s != nil && i == ws.frozen { // the last
		ahead = s.ahead
	}
	ws.sweep.run(l, pass, ahead)
}

// fresh tells that nothing has been added to the gradient by the weights of layer i
// before its product is, freshBias the same of its bias.
func (n *network[T]) fresh(i int) bool {
	shared := i < n.encoders && n.layers[len(n.layers)-1-i].Tied // the decoder has been there
	return n.freshBias(i) && !shared
}

func (n *network[T]) freshBias(i int) bool {
	return n.reach <= reachNorms || n.reach == reachEncoder && i >= n.encoders
}

// encodeBack carries the gradients by f(x) and by pre-activations back through the
// encoder's layers that are not frozen.
func (n *network[T]) encodeBack(p, g []T, ws *workspace[T], s *stepper[T]) {
	for i := n.encoders - 1; i >= ws.frozen; i-- {
		l, da, x := n.layers[i], ws.grad[i], ws.in
		var dx kernels.Matrix[T]
		if i > 0 {
			x = ws.out[i-1]
		}
		if i > ws.frozen {
			dx = ws.grad[i-1]
		}
		code := i == n.encoders-1
		if code && !n.plainCode(ws) {
			l.BackwardAct(ws.from[i], da)
		}
		if ws.pre != nil {
			for r := range da.Rows {
				kernels.Add(da.Row(r), da.Row(r), ws.pre[i].Row(r))
			}
		}
		if code {
			n.keepLargestBack(ws, da)
		}
		if !code || n.head == nil {
			n.sweep(i, p, g, ws, x, da, dx, i-1, s)
			continue
		}
		// The head adds to the gradient by the same input.
		head := nn.Backward[T]{P: p, G: g, X: x, DA: ws.dLogVar, DX: dx, Beta: 1,
			Fresh: n.reach != reachAll, FreshBias: n.reach != reachAll, Keep: !s.steps()}
		if s.steps() {
			head.Weights, head.Bias = s.opt, s.opt
		}
		// The sweep of the last layer has what is ahead.
		if i > ws.frozen {
			head.Below, head.V = &n.layers[i-1].Act, ws.from[i-1]
			n.sweep(i, p, g, ws, x, da, dx, none, s)
			ws.sweep.run(*n.head, head, nil)
		} else {
			ws.sweep.run(*n.head, head, nil)
			n.sweep(i, p, g, ws, x, da, dx, none, s)
		}
	}
}
