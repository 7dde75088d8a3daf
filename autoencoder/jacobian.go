package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// jacobian is a penalty on the encoder's Jacobian J = ∂f/∂x (Rifai et al. 2011, and
// "Higher order contractive auto-encoder", ECML 2011, for the second):
//
//	contractive   Ω = λ‖J(x)‖²_F
//	higher-order  Ω = λ E‖J(x) − J(x+ε)‖²_F,  ε ~ N(0, σ²I), a mean over draws
//
// Its norm says how ‖·‖²_F is taken, and a gradient is exact for the ε and the probes
// that were drawn.
type jacobian[T kernels.Float] struct {
	lambda    float64
	net       *network[T]
	norm      jacobianNorm[T]
	deviation T
	draws     int // of ε; 0 for contractive
}

// A jacobianNorm is a way to ‖J‖²_F, or to ‖J − J′‖²_F of a row and another near it.
type jacobianNorm[T kernels.Float] interface {
	// size is the length of the scratch for up to rows rows of one Jacobian, or of
	// pairs.
	size(rows int, pairs bool) int
	// band is how many of up to rows rows sum loads the slopes of at once.
	band(rows int) int
	// sum returns ‖J‖² summed over the rows that a has the slopes of, or ‖J − J′‖² if b
	// has those of J′ and is not empty, and adds each row's to each, unless that is nil.
	// With scale ≠ 0 it adds scale times the gradients: with respect to pre-activations
	// to a and b, and what depends on the weights directly to g. at is the place of
	// the rows' probes.
	sum(scale T, p, g []T, a, b slopes[T], at probePlace, each []float64, buf []T) float64
}

// newJacobian builds a checked penalty.
func newJacobian[T kernels.Float](p Penalty, n *network[T]) penalizer[T] {
	encoder := n.layers[:n.encoders]
	if p.Kind == "contractive" && p.Jacobian == "" && n.encoders == 1 && n.topK == 0 && encoder[0].Act.Jacobian != nil {
		return contractive[T]{lambda: p.Weight, layer: encoder[0]}
	}
	j := jacobian[T]{lambda: p.Weight, net: n}
	if p.Kind == "higher-order" {
		j.deviation, j.draws = T(p.Deviation), max(p.Draws, 1)
	}
	switch {
	case p.Jacobian == "hutchinson":
		j.norm = newProbes(encoder, max(p.Probes, 1), p.Probe == "gaussian")
	case p.Jacobian == "layer-wise":
		j.norm = closedForm[T]{encoder}
	default:
		j.norm = exactNorm(encoder)
	}
	return j
}

// exactNorm is the cheapest exact way for an encoder.
func exactNorm[T kernels.Float](encoder []nn.Dense[T]) jacobianNorm[T] {
	if len(encoder) == 1 {
		return closedForm[T]{encoder}
	}
	return newChain(encoder)
}

func (jacobian[T]) reach() reach           { return reachEncoder }
func (jacobian[T]) slopes() bool           { return true }
func (jacobian[T]) prior() (float64, bool) { return 0, false }

// scratch: the slopes, a second pass, the norm's.
func (j jacobian[T]) size(rows int) int {
	encoder := j.net.layers[:j.net.encoders]
	if j.draws == 0 {
		return slopesSize(encoder, j.norm.band(rows)) + j.norm.size(rows, false)
	}
	return 2*slopesSize(encoder, rows) + neighbourSize(encoder, rows) + j.norm.size(rows, true)
}

func (j jacobian[T]) value(p []T, ws *workspace[T], buf []T) float64 {
	return j.run(0, p, nil, ws, buf)
}

func (j jacobian[T]) grad(scale T, p, g []T, ws *workspace[T], buf []T) float64 {
	return j.run(scale, p, g, ws, buf)
}

func (j jacobian[T]) run(scale T, p, g []T, ws *workspace[T], buf []T) float64 {
	n, rows := j.net, ws.x.Rows
	encoder := n.layers[:n.encoders]
	scale = T(scale * T(j.lambda))
	at := probePlace{ws.stream(streamProbe), ws.at.row}
	if j.draws == 0 {
		here, buf := n.takeBands(ws, j.norm.band(rows), scale != 0, buf)
		return float64(j.lambda * j.norm.sum(scale, p, g, here, slopes[T]{}, at, nil, buf))
	}
	here, buf := takeSlopes(encoder, rows, buf)
	n.setSlopes(here, ws, scale != 0)
	sum := 0.0
	for s := range j.draws {
		there, buf := takeSlopes(encoder, rows, buf)
		near, buf := takeNeighbour(encoder, rows, buf)
		near.draw(ws, j.deviation, s, j.draws)
		near.encode(p, there, scale != 0)
		each := T(scale / T(j.draws))
		sum += j.norm.sum(each, p, g, here, there, at, nil, buf) / float64(j.draws)
		if scale != 0 {
			near.back(p, g, there)
			here.add(ws)
		}
	}
	return float64(j.lambda * sum)
}
