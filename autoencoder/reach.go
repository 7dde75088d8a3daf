package autoencoder

import "github.com/lamina-go/lamina/kernels"

// A reach says which parameters a penalty reads, or has gradients by directly, so that
// others can take their step before it is asked.
type reach int

const (
	reachCode    reach = iota // none: its gradients are by codes and pre-activations
	reachNorms                // reads those of the encoder's layers; its gradients by them are ws.colNorms
	reachEncoder              // those of the encoder's layers
	reachAll                  // any
)

// A reacher is a penalizer that knows its reach. Others may reach all, which costs a
// pass over the gradients.
type reacher interface{ reach() reach }

// reachOf is the farthest of all penalties'.
func reachOf[T kernels.Float](penalties []penalizer[T]) reach {
	far := reachCode
	for _, p := range penalties {
		r := reachAll
		if p, ok := p.(reacher); ok {
			r = p.reach()
		}
		far = max(far, r)
	}
	return far
}

// gradients is the number of parameters, from the first on, whose gradients a step of
// layers by themselves needs space for: those that something besides a layer's own sweep
// adds to.
func (n *network[T]) gradients() int {
	for _, l := range n.layers {
		if l.Tied {
			return n.layout.Size()
		}
	}
	if n.reach <= reachNorms {
		return 0
	}
	return n.encoderSize
}

func (l1[T]) reach() reach          { return reachCode }
func (klSparsity[T]) reach() reach  { return reachCode }
func (klPrior[T]) reach() reach     { return reachCode }
func (contractive[T]) reach() reach { return reachNorms }
