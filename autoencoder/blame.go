package autoencoder

import (
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// blame names what made the loss of the workspace's rows infinite or NaN: the first layer
// whose output is not finite, the likelihood if all are, or the penalty if −log p is
// finite too.
func (t *trainer[T]) blame() string {
	if where := t.model.net.blame(t.ws); where != "" {
		return where
	}
	for k, v := range t.ws.omega {
		if !finite(v) {
			return t.penalty(k)
		}
	}
	return "the penalties" // whose sum it is
}

// penalty is what number k is called.
func (t *trainer[T]) penalty(k int) string {
	return "the " + t.model.config.Penalties[k].Kind + " penalty"
}

// blame is the trainer's for −log p: empty if that is finite.
func (n *network[T]) blame(ws *workspace[T]) string {
	if !allFinite(ws.in) {
		return "the corrupted input"
	}
	for i, l := range n.layers {
		if !allFinite(ws.out[i]) {
			return "layer " + strings.TrimSuffix(l.B.Name, ".bias")
		}
		if i == n.encoders-1 && ws.draws > 0 && !allFinite(ws.h) {
			return "the drawn code"
		}
	}
	for _, v := range ws.losses.rows[:ws.y.Rows] {
		if !finite(v) {
			return "the likelihood"
		}
	}
	return ""
}

func allFinite[T kernels.Float](m kernels.Matrix[T]) bool {
	for i := range m.Rows {
		for _, v := range m.Row(i) {
			if !finite(v) {
				return false
			}
		}
	}
	return true
}
