package cases

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// cores is how many Lamina trains on. The roof is one core's, so work is divided by it.
const cores = 2

// A trained network is one that is trained beside others, with Adam on the squared
// error.
type trainedNetwork struct {
	name        string
	widths      []int
	activation  string
	masking     float64
	contractive float64
	roof        map[int]float64            // the share of the roof that is asked, by batch
	ratios      map[int]map[string]float64 // what is asked beside others, by batch and name
}

// The bars are those of the project's plan: Debian 12 has PyTorch 1.13.
var trainedNetworks = []trainedNetwork{
	{"784-512", []int{784, 512}, "sigmoid", 0, 0, map[int]float64{128: 0.7, 1024: 0.8}, shallowRatios},
	{"784-512-masking", []int{784, 512}, "sigmoid", 0.3, 0, nil, shallowRatios},
	{"784-512-contractive", []int{784, 512}, "sigmoid", 0, 0.1, nil, shallowRatios},
	{"784-1000-500-250-30", []int{784, 1000, 500, 250, 30}, "relu", 0, 0, nil, deepRatios},
}

var (
	newest        = map[int]float64{32: 3, 128: 1.5, 1024: 1.2}
	shallowRatios = ratios(map[int]float64{32: 5, 128: 3, 1024: 2})
	deepRatios    = ratios(map[int]float64{32: 3, 128: 3, 1024: 2})
)

func ratios(old map[int]float64) map[int]map[string]float64 {
	m := map[int]map[string]float64{}
	for batch := range old {
		m[batch] = map[string]float64{"torch 1.": old[batch], "torch 2.": newest[batch]}
	}
	return m
}

// multiplyAdds is the number of multiply-adds of one row's products: forward, and by
// weights, and by inputs except the network's.
func (n trainedNetwork) multiplyAdds() float64 {
	sum := 0
	for i := 1; i < len(n.widths); i++ {
		sum += 6 * n.widths[i-1] * n.widths[i] // both sides
	}
	return float64(sum - n.widths[0]*n.widths[1])
}

func (n trainedNetwork) config() autoencoder.Config {
	c := autoencoder.Config{Inputs: n.widths[0], Layers: n.widths[1:], Hidden: n.activation, Code: "identity", Output: "sigmoid", Scaling: "min-max"}
	if len(c.Layers) == 1 {
		c.Code = n.activation
	}
	if n.masking > 0 {
		c.Corruption = autoencoder.Corruption{Kind: "masking", Rate: n.masking}
	}
	if n.contractive > 0 {
		c.Penalties = []autoencoder.Penalty{{Kind: "contractive", Weight: n.contractive}}
	}
	return c
}

// trainingTurn is long enough for a training's own data to be in the caches.
const trainingTurn = 200 * time.Millisecond

// trainingRows is the number of rows of data.
const trainingRows = 8192

func trainingCases(py []*python.Worker) []harness.Case {
	var cs []harness.Case
	for _, n := range trainedNetworks {
		for _, batch := range []int{32, 128, 1024} {
			work := n.multiplyAdds() * float64(batch) / cores
			c := harness.Case{
				Name: fmt.Sprintf("train/%s/%d", n.name, batch), Table: "Training steps, Adam, batch last; % of the roof of both cores", Element: "float32",
				Work: work, Unit: harness.Unit{Name: "samples/s", Scale: float64(batch) / work},
				Roof: roof[float32](), Measure: harness.Share, Turn: trainingTurn, Apart: true, Bars: []harness.Bar{{Least: 1, Against: oneThread}},
			}
			if batch >= 1024 {
				c.Bars[0].Least = 1.8
			}
			if share := n.roof[batch]; share > 0 {
				c.Bar = share
			}
			for _, against := range []string{"torch 1.", "torch 2."} {
				c.Bars = append(c.Bars, harness.Bar{Least: n.ratios[batch][against], Against: against})
			}
			c.Setup = func() []harness.Contestant {
				x := uniformMatrix[float32](trainingRows, n.widths[0])
				in := inputs{"x": x, "widths": widthsText(n.widths), "activation": n.activation, "batch": batch, "masking": n.masking, "contractive": n.contractive}
				cs := []harness.Contestant{trainer(reference, cores, n.config(), x, batch), trainer(oneThread, 1, n.config(), x, batch)}
				return append(cs, fromPython(py, "torch_training.train", in)...)
			}
			cs = append(cs, c)
		}
	}
	return cs
}

const oneThread = "lamina, one thread"

// trainer is a training that goes on for as many steps as it is asked for.
func trainer(name string, threads int, c autoencoder.Config, x kernels.Matrix[float32], batch int) harness.Contestant {
	m, err := autoencoder.New[float32](c)
	if err != nil {
		panic(err)
	}
	t := autoencoder.DefaultTraining()
	t.Epochs, t.Batch, t.HeldOut, t.LR = 1<<30, batch, 0, 1e-3
	steps, done := make(chan int), make(chan error)
	left := 0
	t.OnStep = func(autoencoder.Step) error {
		if left--; left > 0 {
			return nil
		}
		done <- nil
		var open bool
		if left, open = <-steps; !open {
			return autoencoder.ErrStop
		}
		return nil
	}
	go func() {
		left = <-steps
		if left == 0 {
			done <- nil
			return
		}
		_, err := m.Fit(context.Background(), tensorio.FromMatrix(x), t)
		done <- err
	}()
	return harness.Contestant{
		Name: name, Threads: threads,
		Run: func(calls int) {
			steps <- calls
			if err := <-done; err != nil {
				panic(err)
			}
		},
		Close: func() {
			close(steps)
			<-done
		},
	}
}

// widthsText is what torch_training takes for widths.
func widthsText(widths []int) string { return strings.Trim(fmt.Sprint(widths), "[]") }

// readWeights reads as many numbers as a network has weights.
const readWeights = "reading weights"

func encodingCases(py []*python.Worker) []harness.Case {
	var cs []harness.Case
	for _, n := range []struct {
		name   string
		widths []int
	}{{"784-512", []int{784, 512}}, {"784-512-32", []int{784, 512, 32}}} {
		for _, batch := range []int{1, 32, 128, 1024} {
			fmas := 0
			for i := 1; i < len(n.widths); i++ {
				fmas += n.widths[i-1] * n.widths[i]
			}
			work := float64(fmas*batch) / cores
			c := harness.Case{
				Name: fmt.Sprintf("encode/%s/%d", n.name, batch), Table: "Encoding, rows last; % of the roof of both cores", Element: "float32",
				Work: work, Unit: harness.Unit{Name: "rows/s", Scale: float64(batch) / work},
				Roof: roof[float32](), Measure: harness.Share, Turn: trainingTurn, Apart: true,
			}
			if batch >= 128 {
				c.Bar = 0.8
			} else if batch == 1 { // then the weights' memory is the limit
				c.Bars = []harness.Bar{{Least: 0.85, Against: readWeights}}
			}
			c.Setup = func() []harness.Contestant {
				x := uniformMatrix[float32](batch, n.widths[0])
				config := trainedNetwork{widths: n.widths, activation: "sigmoid"}.config()
				config.Scaling = "none"
				m, err := autoencoder.New[float32](config)
				if err != nil {
					panic(err)
				}
				h := kernels.NewMatrix[float32](batch, m.CodeSize())
				encode := func() {
					if err := m.EncodeInto(h, x); err != nil {
						panic(err)
					}
				}
				two, one := repeat(reference, encode), repeat(oneThread, encode)
				two.Threads = cores
				cs := []harness.Contestant{two, one}
				if batch == 1 {
					w := uniformMatrix[float32](1, fmas).Data
					cs = append(cs, repeat(readWeights, func() { kernels.Sum(w) }))
				}
				return append(cs, fromPython(py, "torch_training.encode", inputs{"x": x, "widths": widthsText(n.widths), "activation": "sigmoid"})...)
			}
			cs = append(cs, c)
		}
	}
	return cs
}
