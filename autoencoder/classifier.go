package autoencoder

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// A Classifier tells the class of a row from its code, by a softmax layer:
//
//	p(class | x) = softmax(h·W + b)      h = f(x)
//
// Its encoder starts as that of a stack or a model (Stack.Classifier), or untrained
// (NewClassifier). Fit minimises the mean over a batch of
//
//	−log p(class | x̃) + Ω
//
// over all layers, or over the softmax layer alone (TrainConfig.Frozen): a linear
// probe, which tells how well classes can be told apart in the code by planes.
//
// A trained classifier may be used from many goroutines at once. Fit changes it, and
// must not run while anything else uses it.
type Classifier[T kernels.Float] struct{ m *Model[T] }

// NewClassifier returns an untrained classifier of the named classes, at least two.
// c.Layers are the widths of the encoder; if they are empty, the softmax layer sees the
// data itself (logistic regression). c may have a corruption and penalties, but nothing
// that concerns a decoder. An error names the field, its value and what was expected.
func NewClassifier[T kernels.Float](c Config, classes []string) (*Classifier[T], error) {
	return newClassifier(c, classes, initial[T])
}

// newClassifier completes the configuration and has the model made of it.
func newClassifier[T kernels.Float](c Config, classes []string, make func(Config) (*Model[T], error)) (*Classifier[T], error) {
	if c.Classes != 0 && c.Classes != len(classes) {
		return nil, fmt.Errorf("autoencoder: classes %d: %d are named; leave it 0", c.Classes, len(classes))
	}
	if len(classes) < 2 {
		return nil, fmt.Errorf("autoencoder: %d classes named: expected at least 2", len(classes))
	}
	c.Classes = len(classes)
	classes = storedNames(classes)
	err := checkClassNames(classes, len(classes))
	var m *Model[T]
	if err == nil {
		m, err = make(c)
	}
	if err != nil {
		return nil, fmt.Errorf("autoencoder: %w", err)
	}
	m.classes = classes
	return &Classifier[T]{m}, nil
}

// Classifier returns a classifier of the named classes whose encoder is the stack's,
// weights copied, with its scaling; Encode of the result has the stack's bits. The
// softmax layer starts with numbers drawn from c.Seed. Layers, activations and scaling
// are the stack's; of c the corruption, the penalties and the seed count.
func (s *Stack[T]) Classifier(c Config, classes []string) (*Classifier[T], error) {
	c.Scaling = s.bottom().config.Scaling
	return newClassifier(c, classes, func(c Config) (*Model[T], error) {
		encoder, err := s.encoder(&c)
		if err != nil {
			return nil, err
		}
		m, err := fromLayers(c, encoder, nil)
		if err != nil {
			return nil, err
		}
		s.hand(m)
		return m, nil
	})
}

// Fit trains the classifier on the data and its labels, from the parameters that it
// has, as Model.Fit trains a model: scaling, held-out rows, early stopping, interrupts
// and divergence are the same, and so are the bits on every machine. The history has the
// accuracy on the held-out rows. Data without labels, or with a class that the
// classifier does not know, is refused.
//
// With Frozen the lowest layers keep their parameters. If these are all of the
// encoder's, and nothing is corrupted, codes are computed only once.
func (c *Classifier[T]) Fit(ctx context.Context, data tensorio.Dataset[T], t TrainConfig) (*History, error) {
	n := len(c.m.config.Layers)
	if n == 0 || t.Frozen != n || c.m.scaling == nil || len(c.m.config.Penalties) > 0 || c.m.config.Corruption.Kind != "" {
		return c.m.Fit(ctx, data, t)
	}
	codes, err := c.m.Encoded(data)
	if err != nil {
		return nil, err
	}
	head, err := c.head()
	if err != nil {
		return nil, err
	}
	t.Frozen = 0
	h, err := head.Fit(ctx, codes, t)
	if h != nil { // training has begun
		c.m.training = head.training
		c.m.training.Frozen = n
		if names := data.Columns(); names != nil {
			c.m.columns = storedNames(names)
		}
	}
	return h, err
}

// head is the softmax layer as a classifier of codes, sharing its parameters.
func (c *Classifier[T]) head() (*Model[T], error) {
	m, err := plan[T](Config{Inputs: c.m.CodeSize(), Classes: c.m.config.Classes, Seed: c.m.config.Seed})
	if err != nil {
		return nil, err
	}
	m.classes = c.m.classes
	fixed, err := c.m.net.frozen(len(c.m.config.Layers))
	m.params = c.m.params[fixed:]
	return m, err
}

// Probabilities returns p(class | x), one row per row of x, B×d in the data's units; its
// columns are in the order of Classes. NaN in x gives NaN.
func (c *Classifier[T]) Probabilities(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	p := kernels.NewMatrix[T](x.Rows, c.m.config.Classes)
	err := c.m.eachBlock("columns", c.m.Inputs(), x, bothHalves, func(ws *workspace[T], lo, hi int) {
		c.m.scaleIn(ws, x, lo)
		c.m.net.encode(c.m.params, ws)
		c.m.net.decode(c.m.params, ws)
		kernels.Softmax(p.RowRange(lo, hi), ws.params())
	})
	return p, err
}

// Predict returns the most probable class of every row of x, an index into Classes,
// the first of equally probable ones.
func (c *Classifier[T]) Predict(x kernels.Matrix[T]) ([]int, error) {
	p, err := c.Probabilities(x)
	if err != nil {
		return nil, err
	}
	return MostProbable(p), nil
}

// MostProbable returns the place of the largest number of every row of p, the first
// of equal ones.
func MostProbable[T kernels.Float](p kernels.Matrix[T]) []int {
	class := make([]int, p.Rows)
	for i := range class {
		class[i] = largest(p.Row(i))
	}
	return class
}

// ClassifyData is Probabilities of a whole data set, block by block; see
// Model.EncodeData.
func (c *Classifier[T]) ClassifyData(ctx context.Context, data tensorio.Dataset[T], each func(first int, p kernels.Matrix[T]) error) error {
	return c.m.readEach(ctx, data, func(lo int, x kernels.Matrix[T]) error {
		p, err := c.Probabilities(x)
		if err != nil {
			return err
		}
		return each(lo, p)
	})
}

// ClassEvaluation is what a classifier makes of a data set, without corruption.
type ClassEvaluation struct {
	Losses // NegLog is the mean of −log p(class | x), in nats
	// Accuracy is the share of rows whose class is the most probable one.
	Accuracy float64 `json:"accuracy"`
	// Confusion counts rows: those of class i that are told to be of class j. Both are
	// in the order of Classes.
	Confusion [][]int `json:"confusion"`
}

// Evaluate measures the objective, accuracy and confusion on all rows of data with
// labels.
func (c *Classifier[T]) Evaluate(ctx context.Context, data tensorio.Dataset[T]) (ClassEvaluation, error) {
	e := ClassEvaluation{Confusion: make([][]int, c.m.config.Classes)}
	for i := range e.Confusion {
		e.Confusion[i] = make([]int, c.m.config.Classes)
	}
	classes, err := c.m.classesOf(data)
	if err != nil {
		return e, fmt.Errorf("autoencoder: %w", err)
	}
	if data.Len() == 0 {
		return e, errors.New("autoencoder: no rows to measure accuracy on")
	}
	ws, negLog, right := newWorkspace(c.m.net, blockRows, false, false), 0.0, 0
	rows := make([]int, blockRows)
	err = c.m.readEach(ctx, data, func(lo int, x kernels.Matrix[T]) error {
		ws.use(x.Rows)
		c.m.scaleIn(ws, x, 0)
		for i := range x.Rows {
			rows[i] = lo + i
		}
		ws.ask(0, rows[:x.Rows], classes)
		batch, _ := c.m.net.measure(c.m.params, ws)
		negLog += batch
		for i := range x.Rows {
			e.Confusion[classes[lo+i]][largest(ws.params().Row(i))]++
		}
		right += ws.right()
		return nil
	})
	e.Losses, e.Accuracy = c.m.losses(data.Len(), negLog, ws), float64(right)/float64(data.Len())
	return e, err
}

// Encoder returns the layers of the classifier's encoder, sharing no memory with it.
func (c *Classifier[T]) Encoder() []Layer[T] {
	list := c.m.encoderLayers()
	for i, l := range list {
		list[i].Weights.Data, list[i].Bias = slices.Clone(l.Weights.Data), slices.Clone(l.Bias)
	}
	return list
}

// Encode returns h = f(x); see Model.Encode. If the encoder has no layers, h is the
// scaled x.
func (c *Classifier[T]) Encode(x kernels.Matrix[T]) (kernels.Matrix[T], error) { return c.m.Encode(x) }

// EncodeData is Encode of a whole data set; see Model.EncodeData.
func (c *Classifier[T]) EncodeData(ctx context.Context, data tensorio.Dataset[T], each func(first int, h kernels.Matrix[T]) error) error {
	return c.m.EncodeData(ctx, data, each)
}

// Classes returns the names of the classes, in the order of the probabilities.
func (c *Classifier[T]) Classes() []string { return slices.Clone(c.m.classes) }

// Config returns the classifier's configuration, defaults written out.
func (c *Classifier[T]) Config() Config { return c.m.Config() }

// Inputs is the number of columns of the data, d.
func (c *Classifier[T]) Inputs() int { return c.m.Inputs() }

// CodeSize is the number of code units, k.
func (c *Classifier[T]) CodeSize() int { return c.m.CodeSize() }

// Parameters is the number of trainable numbers.
func (c *Classifier[T]) Parameters() int { return c.m.Parameters() }

// Scaling returns a copy of the fitted scaling; Kind is empty before Fit.
func (c *Classifier[T]) Scaling() Scaling[T] { return c.m.Scaling() }

// Columns returns the names of the columns that it was trained on, nil if unknown.
func (c *Classifier[T]) Columns() []string { return c.m.Columns() }

// CheckColumns refuses columns of other names; see Model.CheckColumns.
func (c *Classifier[T]) CheckColumns(names []string) error { return c.m.CheckColumns(names) }

// Training returns what the classifier remembers of its last Fit, nil before the first.
func (c *Classifier[T]) Training() *Training { return c.m.Training() }

// Weights returns copies of the parameters by name: the encoder's as Model.Weights has
// them, head.weight (k × classes) and head.bias.
func (c *Classifier[T]) Weights() map[string]kernels.Matrix[T] { return c.m.Weights() }

// ErrClassifier is Load's error for a file that holds a classifier.
var ErrClassifier = errors.New("the model is a classifier, not an autoencoder: LoadClassifier reads it")

// ErrAutoencoder is LoadClassifier's error for a file that holds an autoencoder.
var ErrAutoencoder = errors.New("the model is an autoencoder, not a classifier: Load reads it")

// Save writes the classifier to a safetensors file; see Model.Save.
func (c *Classifier[T]) Save(path string) error { return c.m.Save(path) }

// LoadClassifier reads a classifier that Save wrote; see Load.
func LoadClassifier[T kernels.Float](path string) (*Classifier[T], error) {
	m, err := load[T](path)
	if err != nil {
		return nil, err
	}
	if m.classes == nil {
		return nil, fmt.Errorf("%s: %w", path, ErrAutoencoder)
	}
	return &Classifier[T]{m}, nil
}
