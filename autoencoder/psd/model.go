package psd

import (
	"errors"
	"fmt"
	"slices"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// A Model is a dictionary and an encoder. New makes one, Fit trains it, and Save and
// Load keep it in a file. A trained model may be used from many goroutines at once;
// Fit changes it.
type Model[T kernels.Float] struct {
	config  Config
	ready   *preprocess.Pipeline[T] // nil until fitted
	columns []string                // names, nil if not known
	layout  nn.Layout
	params  []T
	slots   struct{ dictionary, weight, bias, gain nn.Slot }

	training *TrainConfig // what the last Fit did; nil before
}

// New returns an untrained model. The error names the field of the configuration.
func New[T kernels.Float](c Config) (*Model[T], error) {
	c, err := c.normalised()
	if err != nil {
		return nil, fmt.Errorf("psd: %w", err)
	}
	return &Model[T]{config: c}, nil
}

// plan lays the parameters out for rows of that many columns after preprocessing.
func (m *Model[T]) plan(outputs int) {
	m.layout = nn.Layout{}
	k := m.config.Atoms
	m.slots.dictionary = m.layout.Add("dictionary", k, outputs)
	m.slots.weight = m.layout.Add("encoder.weight", outputs, k)
	m.slots.bias = m.layout.Add("encoder.bias", 1, k)
	m.slots.gain = m.layout.Add("encoder.gain", 1, k)
}

// Random streams, one for each purpose.
const (
	streamDictionary = iota + 1
	streamEncoder
	streamSplit
	streamShuffle
)

func stream(seed uint64, purpose, epoch int) kernels.Philox {
	return kernels.Philox{Seed: seed, Stream: uint64(purpose)<<48 | uint64(epoch)}
}

// initialise draws the parameters: atoms of random direction, encoder weights along
// them, so that units begin with what their atoms see. A soft threshold begins at λ/2,
// as the codes' own.
func (m *Model[T]) initialise() {
	m.params = make([]T, m.layout.Size())
	d, w := m.dictionary(), nn.Mat(m.params, m.slots.weight)
	kernels.Normal(stream(m.config.Seed, streamDictionary, 0), d.Data, 0)
	kernels.NormalizeRows(d, d)
	kernels.Transpose(w, d)
	first, gain := m.firstGain(), m.gain()
	for i, v := range w.Data {
		w.Data[i] = v / first
	}
	for j := range gain {
		gain[j] = first
	}
}

// firstGain is what gains begin with, and what weights along an atom are divided by.
func (m *Model[T]) firstGain() T {
	if m.config.Encoder == "soft" {
		return T(m.config.Lambda / 2)
	}
	return 1
}

func (m *Model[T]) dictionary() kernels.Matrix[T] { return nn.Mat(m.params, m.slots.dictionary) }

// Config returns the configuration, defaults written out.
func (m *Model[T]) Config() Config { return m.config }

// Inputs is the number of columns of the data.
func (m *Model[T]) Inputs() int { return m.config.Inputs }

// CodeSize is k, the number of atoms.
func (m *Model[T]) CodeSize() int { return m.config.Atoms }

// Parameters is the number of trained numbers, 0 before Fit.
func (m *Model[T]) Parameters() int { return m.layout.Size() }

// Pipeline is what is done to rows first; nil before Fit.
func (m *Model[T]) Pipeline() *preprocess.Pipeline[T] { return m.ready }

// Columns returns the names of the data's columns, nil if they are not known.
func (m *Model[T]) Columns() []string { return slices.Clone(m.columns) }

// Training returns how the last Fit trained, and false if there was none.
func (m *Model[T]) Training() (TrainConfig, bool) {
	if m.training == nil {
		return TrainConfig{}, false
	}
	return *m.training, true
}

// Weights returns copies of the parameters by name: dictionary is D, k×m, one atom a
// row, for rows of m columns after preprocessing; encoder.weight is W, m×k;
// encoder.bias and encoder.gain are 1×k.
func (m *Model[T]) Weights() map[string]kernels.Matrix[T] {
	w := make(map[string]kernels.Matrix[T])
	for _, s := range m.layout.Slots() {
		w[s.Name] = kernels.Matrix[T]{Rows: s.Rows, Cols: s.Cols, Stride: s.Cols, Data: slices.Clone(nn.Vec(m.params, s))}
	}
	return w
}

// Atoms returns the atoms in the space of the data, k×d, up to their contrast: what a
// code unit adds to a row. In the space of the preprocessed rows, where they have unit
// length, they are the dictionary of Weights.
func (m *Model[T]) Atoms() (kernels.Matrix[T], error) {
	if err := m.fitted(); err != nil {
		return kernels.Matrix[T]{}, err
	}
	out := kernels.NewMatrix[T](m.config.Atoms, m.config.Inputs)
	m.ready.Colour(out, m.dictionary())
	return out, nil
}

var errNotFitted = errors.New("psd: the model is not trained yet: call Fit first")

func (m *Model[T]) fitted() error {
	if m.ready == nil || m.params == nil {
		return errNotFitted
	}
	return nil
}

func (m *Model[T]) checkRows(what string, cols, want int) error {
	if err := m.fitted(); err != nil {
		return err
	}
	if cols != want {
		return fmt.Errorf("psd: model for %d %s given %d", want, what, cols)
	}
	return nil
}
