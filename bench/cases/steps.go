package cases

import (
	"fmt"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
)

// A contraction is a penalty on the Jacobian beside a rival: the same step without
// it, or PyTorch's.
type contraction struct {
	name    string
	layers  []int
	batch   int
	penalty autoencoder.Penalty
	torch   string // the case in Python, if any
	against string // what the bar is against
	bar     float64
}

// contractions have the bars that contractive training is held to. A row of 784-256-64
// takes, exact, through the Gram matrix of W₁ (256×256, 25.7 million multiply-adds a batch, and
// 51.4 million to take its gradient to W₁): 4.2 million multiply-adds for
// XG and 2.1 million for its gradient XᵀX, X being 64×256. With those of the plain step, 1.1
// million, and a share of the batch's, that is 17.2 MFLOP at 64 rows a batch. The
// Jacobian itself, 64×784, and its gradients would take 77 MFLOP.
var contractions = []contraction{
	{"contractive", []int{512}, 128, autoencoder.Penalty{}, "", "plain", 0.87},
	{"contractive", []int{256, 64}, 64, autoencoder.Penalty{}, "torch_steps.contractive", "torch", 7},
	{"hutchinson", []int{512}, 128, autoencoder.Penalty{Jacobian: "hutchinson"}, "", "plain", 0.4},
	{"hutchinson", []int{256, 64}, 64, autoencoder.Penalty{Jacobian: "hutchinson"}, "", "plain", 0.4},
}

func stepCases(py []*python.Worker) []harness.Case {
	const inputsWide, lambda = 784, 0.1
	var cs []harness.Case
	for _, s := range contractions {
		shape := fmt.Sprint(inputsWide)
		for _, w := range s.layers {
			shape += fmt.Sprintf("-%d", w)
		}
		cs = append(cs, harness.Case{
			Name:  fmt.Sprintf("step/%s/%s/batch%d", s.name, shape, s.batch),
			Table: "Training steps with a penalty on the Jacobian, sigmoid, Adam", Element: "float32",
			Work: float64(s.batch), Unit: harness.Unit{Name: "samples/s", Scale: 1}, Bar: s.bar, Against: s.against,
			Setup: func() []harness.Contestant {
				config := autoencoder.Config{Inputs: inputsWide, Layers: s.layers, Hidden: "sigmoid", Code: "sigmoid", Output: "sigmoid"}
				x := uniformMatrix[float32](16*s.batch, inputsWide)
				plain := trainer("plain", 1, config, x, s.batch)
				p := s.penalty
				p.Kind, p.Weight = "contractive", lambda
				config.Penalties = []autoencoder.Penalty{p}
				list := []harness.Contestant{trainer(reference, 1, config, x, s.batch), plain}
				if s.torch != "" {
					list = append(list, fromPython(py, s.torch, inputs{"x": x.RowRange(0, s.batch), "hidden": s.layers[0], "code": s.layers[1], "weight": lambda})...)
				}
				return list
			},
		})
	}
	return cs
}
