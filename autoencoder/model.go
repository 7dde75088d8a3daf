package autoencoder

import (
	"fmt"
	"slices"

	"github.com/lamina-go/lamina/internal/keep"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// A Model is an autoencoder: h = f(x), r = g(h). New makes one, Fit trains it, and
// Save and Load keep it in a file.
//
// A trained model may be used from many goroutines at once. Fit changes it, and
// must not run while anything else uses it.
type Model[T kernels.Float] struct {
	config  Config
	net     *network[T]
	params  []T
	scaling *Scaling[T] // nil until fitted
	columns []string    // names, as storedNames has them; nil if not known
	classes []string    // names of a classifier's classes, else nil
	// training is what the last Fit did; nil before.
	training *Training
	spaces   spaces[T]
	tasks    keep.List[blockTask[T]]
}

// New returns an untrained model with initial parameters drawn from Config.Seed.
// An error names the field of the configuration, its value and what was expected.
func New[T kernels.Float](c Config) (*Model[T], error) {
	if c.Classes != 0 {
		return nil, fmt.Errorf("autoencoder: classes %d: a classifier has no decoder; make one with NewClassifier", c.Classes)
	}
	m, err := initial[T](c)
	if err != nil {
		return nil, fmt.Errorf("autoencoder: %w", err)
	}
	return m, nil
}

// initial is New without the package's name in errors, for classifiers too.
func initial[T kernels.Float](c Config) (*Model[T], error) {
	m, err := plan[T](c)
	if err != nil {
		return nil, err
	}
	m.params = make([]T, m.net.layout.Size())
	m.net.all(func(l nn.Dense[T]) { l.Init(m.params, stream(m.config.Seed, streamInit, 0)) })
	m.net.project(m.params, 0)
	return m, nil
}

// plan is New without parameters.
func plan[T kernels.Float](c Config) (*Model[T], error) {
	c, err := c.normalised()
	if err != nil {
		return nil, err
	}
	net, err := newNetwork[T](c)
	if err != nil {
		return nil, err
	}
	m := &Model[T]{config: c, net: net}
	if c.Scaling == "none" {
		m.scaling = &Scaling[T]{Kind: "none"}
	}
	return m, nil
}

// Config returns the model's configuration, defaults written out.
func (m *Model[T]) Config() Config {
	return m.config.clone()
}

// Inputs is the number of columns of the data, d.
func (m *Model[T]) Inputs() int { return m.config.Inputs }

// CodeSize is the number of code units, k.
func (m *Model[T]) CodeSize() int { return m.net.codeSize() }

// Parameters is the number of trainable numbers.
func (m *Model[T]) Parameters() int { return m.net.layout.Size() }

// Scaling returns a copy of the fitted scaling; Kind is empty before Fit.
func (m *Model[T]) Scaling() Scaling[T] {
	if m.scaling == nil {
		return Scaling[T]{}
	}
	s := *m.scaling
	s.Shift, s.Scale = slices.Clone(s.Shift), slices.Clone(s.Scale)
	return s
}

// Weights returns copies of the parameters by name: encoder.0.weight is W of the
// first layer, in × out, encoder.0.bias is 1 × out, and so on. A tied decoder has
// biases only.
func (m *Model[T]) Weights() map[string]kernels.Matrix[T] {
	w := make(map[string]kernels.Matrix[T])
	for _, s := range m.net.layout.Slots() {
		data := slices.Clone(m.params[s.Offset : s.Offset+s.Len()])
		w[s.Name] = kernels.Matrix[T]{Rows: s.Rows, Cols: s.Cols, Stride: s.Cols, Data: data}
	}
	return w
}

// ready checks that the model can be applied to rows of that width.
func (m *Model[T]) ready(what string, cols, want int) error {
	if cols != want {
		return fmt.Errorf("autoencoder: model for %d %s given %d", want, what, cols)
	}
	if m.scaling == nil {
		return fmt.Errorf("autoencoder: the model's %s scaling is not fitted yet: call Fit first", m.config.Scaling)
	}
	return nil
}

// offset is what must be added to the network's −log p to get nats in the data's
// units: the likelihood's constant and, for a density, the Jacobian of the scaling.
func (m *Model[T]) offset() float64 {
	c := m.net.likelihood.Const(m.config.Inputs)
	if m.net.likelihood.Density() {
		c += m.scaling.logJacobian()
	}
	return c
}
