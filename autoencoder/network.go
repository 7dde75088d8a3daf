package autoencoder

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// A network is the objective as a function of parameters: encoder, decoder,
// likelihood and penalties. It holds no numbers that training changes, so one
// network serves any number of goroutines, each with its own workspace.
type network[T kernels.Float] struct {
	layout     nn.Layout
	layers     []nn.Dense[T] // encoder, then decoder
	encoders   int           // how many of them encode
	likelihood nn.Likelihood[T]
	penalties  []penalizer[T]
	saturate   bool // see target
}

// newNetwork builds the network of a normalised configuration. It allocates
// nothing of the parameters' size.
func newNetwork[T kernels.Float](c Config) (*network[T], error) {
	var acts [3]nn.Activation[T]
	for i, a := range []struct{ field, name string }{{"hidden", c.Hidden}, {"code", c.Code}, {"output", c.Output}} {
		act, err := nn.ActivationByName[T](a.name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.field, err)
		}
		acts[i] = act
	}
	hidden, code, output := acts[0], acts[1], acts[2]
	likelihood, err := nn.NewLikelihood[T](c.Likelihood)
	if err != nil {
		return nil, err
	}
	n := &network[T]{encoders: len(c.Layers), likelihood: likelihood,
		saturate: likelihoodRules[c.Likelihood.Kind].unit && c.Scaling == "min-max"}
	in := c.Inputs
	for i, width := range c.Layers {
		act := hidden
		if i == n.encoders-1 {
			act = code
		}
		n.layers = append(n.layers, nn.AddDense(&n.layout, fmt.Sprintf("encoder.%d", i), in, width, act))
		in = width
	}
	for i := range c.Layers {
		mirror := n.layers[n.encoders-1-i]
		act, out := hidden, mirror.In
		if i == n.encoders-1 {
			act, out = output, likelihood.Width(c.Inputs)
		}
		name := fmt.Sprintf("decoder.%d", i)
		if c.Tied {
			n.layers = append(n.layers, nn.AddTied(&n.layout, name, mirror, act))
		} else {
			n.layers = append(n.layers, nn.AddDense(&n.layout, name, mirror.Out, out, act))
		}
	}
	for _, p := range c.Penalties {
		n.penalties = append(n.penalties, newPenalizer(p, n.layers[:n.encoders]))
	}
	return n, nil
}

// encode computes the layers up to the code from ws.in.
func (n *network[T]) encode(p []T, ws *workspace[T]) {
	x := ws.in
	for i, l := range n.layers[:n.encoders] {
		l.Forward(p, x, ws.out[i])
		x = ws.out[i]
	}
}

// decode computes the likelihood's parameters from the code.
func (n *network[T]) decode(p []T, ws *workspace[T]) {
	for i := n.encoders; i < len(n.layers); i++ {
		n.layers[i].Forward(p, ws.out[i-1], ws.out[i])
	}
}

// measure returns −log p − const and Ω, both summed over the rows of ws, from a
// forward pass of ws.in against ws.x. Each penalty's Ω is added to ws.omega.
func (n *network[T]) measure(p []T, ws *workspace[T]) (negLog, omega float64) {
	n.encode(p, ws)
	n.decode(p, ws)
	a := ws.params()
	for i := range a.Rows {
		negLog += n.likelihood.NegLog(0, ws.rowA, a.Row(i), n.target(ws, i))
	}
	negLog += ws.constant
	for k, pen := range n.penalties {
		v := pen.value(p, ws, ws.scratch[k])
		ws.omega[k] += v
		omega += v
	}
	return negLog, omega
}

// gradient is measure, and sets g to the gradient of the mean over the rows of
// −log p + Ω.
func (n *network[T]) gradient(p, g []T, ws *workspace[T]) (negLog, omega float64) {
	clear(g)
	n.encode(p, ws)
	n.decode(p, ws)
	a, last := ws.params(), len(n.layers)-1
	scale := T(1 / float64(a.Rows))
	for i := range a.Rows {
		negLog += n.likelihood.NegLog(scale, ws.grad[last].Row(i), a.Row(i), n.target(ws, i))
	}
	negLog += ws.constant
	for i := last; i >= n.encoders; i-- {
		n.layers[i].Backward(p, g, ws.out[i-1], ws.out[i], ws.grad[i], ws.grad[i-1])
	}
	for i := range ws.pre {
		clear(flat(ws.pre[i]))
	}
	for k, pen := range n.penalties {
		v := pen.grad(scale, p, g, ws, ws.scratch[k])
		ws.omega[k] += v
		omega += v
	}
	n.encodeBack(p, g, ws)
	return negLog, omega
}

// encodeBack carries the gradients by the code and by the pre-activations back
// through the encoder.
func (n *network[T]) encodeBack(p, g []T, ws *workspace[T]) {
	for i := n.encoders - 1; i >= 0; i-- {
		l, da := n.layers[i], ws.grad[i]
		l.BackwardAct(ws.out[i], da)
		if ws.pre != nil {
			for r := range da.Rows {
				kernels.Add(da.Row(r), da.Row(r), ws.pre[i].Row(r))
			}
		}
		if i == 0 {
			l.BackwardParams(g, ws.in, da)
			return
		}
		l.BackwardParams(g, ws.out[i-1], da)
		l.BackwardInput(p, 0, da, ws.grad[i-1])
	}
}
