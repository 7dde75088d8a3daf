package autoencoder

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// Encoder is p_encoder(h|x). Codes that Encode and the likes return are f(x), which
// is nothing random: the mean of the code, without noise. Training, and all measures
// of the objective, draw.
type Encoder struct {
	// Kind is empty for h = f(x), or
	//
	//	gaussian      h = μ + σ∘ε with μ = f(x), and log σ² a further linear layer
	//	              beside f's last (the reparameterisation of Kingma and Welling 2014)
	//	bernoulli     hᵢ is 1 with probability f(x)ᵢ and else 0; its gradient is taken
	//	              for that of f(x)ᵢ (straight through: Bengio, Léonard and
	//	              Courville 2013)
	//	noise         h = f(x) + σε
	//	noise-before  h = s(a + σε), where f(x) = s(a): noise before the code's
	//	              activation, which drives sigmoid codes to 0 and 1
	Kind string `json:"kind,omitempty"`
	// Deviation is σ of the two kinds of noise, in the code's or its input's units.
	Deviation float64 `json:"deviation,omitempty"`
	// Samples is K, how often the code of a row is drawn; 0 means once.
	Samples int `json:"samples,omitempty"`
	// Importance makes the objective the K-sample importance-weighted bound on
	// −log p(x) under the prior h ~ N(0, I), for the gaussian.
	Importance bool `json:"importance,omitempty"`
}

var encoderKinds = []string{"gaussian", "bernoulli", "noise", "noise-before"}

// Encoders lists the kinds of random encoder.
func Encoders() []string { return slices.Clone(encoderKinds) }

func (e Encoder) check(c Config) error {
	noise := e.Kind == "noise" || e.Kind == "noise-before"
	code := c.codeUnit()
	switch {
	case e == Encoder{}:
		return nil
	case e.Kind == "":
		return fmt.Errorf("encoder: deviation, samples or importance without a kind: a code that is not drawn has none; choose one of %s", strings.Join(encoderKinds, ", "))
	case !slices.Contains(encoderKinds, e.Kind):
		return fmt.Errorf("unknown encoder %q: choose one of %s", e.Kind, strings.Join(encoderKinds, ", "))
	case e.Samples < 0 || e.Samples > 1<<16:
		return fmt.Errorf("encoder: samples %d: expected 1 to 65536", e.Samples)
	case noise && (!(e.Deviation > 0) || !finite(e.Deviation)):
		return fmt.Errorf("encoder: deviation %v: %s needs a positive, finite one", e.Deviation, e.Kind)
	case !noise && e.Deviation != 0:
		return fmt.Errorf("encoder: deviation %v: only noise has one; the %s encoder has its own", e.Deviation, e.Kind)
	case e.Kind == "bernoulli" && code != "sigmoid":
		return fmt.Errorf("bernoulli encoder with code activation %s: the code's units are probabilities, so use sigmoid", code)
	case e.Importance && e.Kind != "gaussian":
		return fmt.Errorf("importance-weighted bound with the %s encoder: it needs the density of the drawn code, so use gaussian", e.Kind)
	case e.Importance && c.hasPenalty("kl-prior"):
		return fmt.Errorf("kl-prior penalty with the importance-weighted bound: the bound has the prior in it already; leave one out")
	case e.Importance && c.Corruption.Emphasis != Emphasis{}:
		return fmt.Errorf("emphasis with the importance-weighted bound: weighted columns have no likelihood to bound; leave one out")
	case c.TopK > 0 && e.Kind != "bernoulli":
		return fmt.Errorf("top-k codes with the %s encoder: its noise would wake the units that top-k silences", e.Kind)
	}
	return nil
}

// A drawer makes the code that the decoder sees, ws.h, from f(x).
type drawer[T kernels.Float] interface {
	// draw fills ws.h, ws.draws rows for each row of f(x).
	draw(p []T, n *network[T], ws *workspace[T])
	// back sets the code's gradient from ws.dh, and those of what else the draws came
	// from. Gradients are those of the mean over rows, whose factor is scale.
	back(scale T, p []T, n *network[T], ws *workspace[T])
}

// addDrawer adds what a random encoder needs.
func (n *network[T]) addDrawer(e Encoder) {
	if e.Kind == "" {
		return
	}
	n.draws, n.importance = max(e.Samples, 1), e.Importance
	last := n.layers[n.encoders-1]
	identity, _ := nn.ActivationByName[T]("identity")
	switch e.Kind {
	case "gaussian":
		head := nn.AddDense(&n.layout, "encoder.log_variance", last.In, last.Out, identity)
		n.head, n.drawer = &head, gaussianCode[T]{}
	case "bernoulli":
		n.drawer = bernoulliCode[T]{}
	case "noise":
		n.drawer = noiseCode[T]{T(e.Deviation)}
	case "noise-before":
		plain := last
		plain.Act = identity
		n.plain, n.drawer = &plain, noiseBefore[T]{T(e.Deviation)}
	}
}

// lastInput is what the code's layer sees.
func (n *network[T]) lastInput(ws *workspace[T]) kernels.Matrix[T] {
	if n.encoders == 1 {
		return ws.in
	}
	return ws.out[n.encoders-2]
}

// codePlace is the position of the workspace's first draw in the stream of codes.
func (ws *workspace[T]) codePlace() uint64 {
	return uint64(ws.at.row) * uint64(ws.draws) * uint64(ws.h.Cols)
}

// sumDraws sets the code's gradient to the sum of those of its draws.
func sumDraws[T kernels.Float](dst, draws kernels.Matrix[T]) {
	times := draws.Rows / dst.Rows
	for i := range dst.Rows {
		row := dst.Row(i)
		copy(row, draws.Row(i*times))
		for r := i*times + 1; r < (i+1)*times; r++ {
			kernels.Add(row, row, draws.Row(r))
		}
	}
}

// noiseCode is h = f(x) + σε.
type noiseCode[T kernels.Float] struct{ deviation T }

func (c noiseCode[T]) draw(_ []T, _ *network[T], ws *workspace[T]) {
	kernels.Normal(ws.stream(streamCode), flat(ws.h), ws.codePlace())
	for r := range ws.h.Rows {
		kernels.Axpby(1, ws.code().Row(r/ws.draws), c.deviation, ws.h.Row(r))
	}
}

func (noiseCode[T]) back(_ T, _ []T, _ *network[T], ws *workspace[T]) {
	sumDraws(ws.codeGrad(), ws.dh)
}

// noiseBefore is h = s(a + σε).
type noiseBefore[T kernels.Float] struct{ deviation T }

func (c noiseBefore[T]) draw(p []T, n *network[T], ws *workspace[T]) {
	n.plain.Forward(p, n.lastInput(ws), ws.linear)
	kernels.Normal(ws.stream(streamCode), flat(ws.h), ws.codePlace())
	act := n.layers[n.encoders-1].Act
	for r := range ws.h.Rows {
		h := ws.h.Row(r)
		kernels.Axpby(1, ws.linear.Row(r/ws.draws), c.deviation, h)
		if act.FromInput {
			copy(ws.noise.Row(r), h)
		}
		if act.Func != nil {
			act.Func(h, h)
		}
	}
}

// back has its gradient at the pre-activation.
func (noiseBefore[T]) back(_ T, _ []T, n *network[T], ws *workspace[T]) {
	last, from := n.layers[n.encoders-1], ws.h
	if last.Act.FromInput {
		from = ws.noise
	}
	last.BackwardAct(from, ws.dh)
	sumDraws(ws.pre[n.encoders-1], ws.dh)
	clear(flat(ws.codeGrad()))
}

// bernoulliCode is hᵢ = 1 with probability f(x)ᵢ, else 0.
type bernoulliCode[T kernels.Float] struct{}

func (bernoulliCode[T]) draw(_ []T, _ *network[T], ws *workspace[T]) {
	kernels.Uniform(ws.stream(streamCode), flat(ws.h), ws.codePlace())
	for r := range ws.h.Rows {
		p := ws.code().Row(r / ws.draws)
		for j, u := range ws.h.Row(r) {
			ws.h.Row(r)[j] = 0
			if u < p[j] {
				ws.h.Row(r)[j] = 1
			}
		}
	}
}

// back is straight through: the draws' gradient is the probabilities'.
func (bernoulliCode[T]) back(_ T, _ []T, _ *network[T], ws *workspace[T]) {
	sumDraws(ws.codeGrad(), ws.dh)
}

// gaussianCode is h = μ + σ∘ε with μ = f(x) and log σ² from the head.
type gaussianCode[T kernels.Float] struct{}

func (gaussianCode[T]) draw(p []T, n *network[T], ws *workspace[T]) {
	n.head.Forward(p, n.lastInput(ws), ws.logVar)
	kernels.Normal(ws.stream(streamCode), flat(ws.noise), ws.codePlace())
	for r := range ws.h.Rows {
		i := r / ws.draws
		if r%ws.draws == 0 {
			deviation(ws.rowH, ws.logVar.Row(i))
		}
		kernels.MulAdd(ws.h.Row(r), ws.rowH, ws.noise.Row(r), ws.code().Row(i))
	}
}

// deviation is σ from log σ².
func deviation[T kernels.Float](dst, logVar []T) {
	kernels.Scale(dst, 0.5, logVar)
	kernels.Exp(dst, dst)
}

// back has ∂h/∂μ = 1 and ∂h/∂log σ² = ½σ∘ε. A bound has log q(h|x) − log p(h) in it
// as well, which is ½(‖h‖² − Σ log σ²) but for what depends on no parameter.
func (gaussianCode[T]) back(scale T, _ []T, n *network[T], ws *workspace[T]) {
	clear(flat(ws.dLogVar))
	for r := range ws.h.Rows {
		i, dh := r/ws.draws, ws.dh.Row(r)
		if n.importance {
			kernels.Axpy(T(scale*ws.weight[r]), ws.h.Row(r), dh)
		}
		if r%ws.draws == 0 {
			deviation(ws.rowH, ws.logVar.Row(i))
		}
		e := ws.noise.Row(r)
		kernels.Mul(e, e, ws.rowH)
		kernels.Mul(e, e, dh)
		kernels.Axpy(0.5, e, ws.dLogVar.Row(i))
	}
	if n.importance {
		for i, v := range flat(ws.dLogVar) {
			flat(ws.dLogVar)[i] = v - T(scale/2)
		}
	}
	sumDraws(ws.codeGrad(), ws.dh)
}

// logRatio is log p(h)/q(h|x) of draw r of row i, whose constants cancel.
func (n *network[T]) logRatio(ws *workspace[T], i, r int) float64 {
	h, e := ws.h.Row(r), ws.noise.Row(r)
	sum := float64(kernels.Dot(e, e)) + float64(kernels.Sum(ws.logVar.Row(i))) - float64(kernels.Dot(h, h))
	return sum / 2
}
