package psd

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// Metadata of a model file.
const (
	metaFormat   = "lamina.format"       // as of all models of this library
	metaKind     = "lamina.kind"         // kind
	metaConfig   = "lamina.psd"          // Config as JSON
	metaOutputs  = "lamina.psd.ready"    // columns after preprocessing
	metaTraining = "lamina.psd.training" // TrainConfig as JSON; may be absent
	metaColumns  = "lamina.columns"      // column names as JSON; may be absent
	formatOne    = "1"
	kind         = "psd"
)

// Is tells whether a file's metadata are those of a model of this package.
func Is(metadata map[string]string) bool { return metadata[metaKind] == kind }

// Save writes the trained model to a safetensors file: the tensors that Weights names
// and those of the preprocessing, the configuration in the metadata. Equal models give
// equal bytes. The file appears only when it is complete.
func (m *Model[T]) Save(path string) error {
	if err := m.fitted(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	meta := map[string]string{metaFormat: formatOne, metaKind: kind, metaOutputs: fmt.Sprint(m.ready.Outputs())}
	for key, v := range map[string]any{metaConfig: m.config, metaTraining: m.training, metaColumns: m.columns} {
		text, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", path, key, err)
		}
		if string(text) != "null" {
			meta[key] = string(text)
		}
	}
	var tensors []tensorio.Tensor
	for _, s := range m.layout.Slots() {
		if err := checkFinite(s.Name, nn.Vec(m.params, s)); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		tensors = append(tensors, tensorio.NewTensor(s.Name, s.Shape(), nn.Vec(m.params, s)))
	}
	return tensorio.WriteSafetensors(path, append(tensors, m.ready.Tensors()...), meta)
}

// Load reads a model that Save wrote; T must be the type that it was saved with.
func Load[T kernels.Float](path string) (*Model[T], error) {
	tensors, meta, err := tensorio.ReadSafetensors(path)
	if err != nil {
		return nil, err
	}
	m, err := restore[T](tensors, meta)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

func restore[T kernels.Float](tensors []tensorio.Tensor, meta map[string]string) (*Model[T], error) {
	if !Is(meta) || meta[metaFormat] != formatOne {
		return nil, fmt.Errorf("%s is %q and %s %q in the metadata, expected %q and %q", metaKind, meta[metaKind], metaFormat, meta[metaFormat], kind, formatOne)
	}
	m := new(Model[T])
	var outputs int
	for _, e := range []struct {
		key      string
		into     any
		required bool
	}{{metaConfig, &m.config, true}, {metaOutputs, &outputs, true}, {metaTraining, &m.training, false}, {metaColumns, &m.columns, false}} {
		text, ok := meta[e.key]
		if !ok && e.required {
			return nil, fmt.Errorf("no %s in the metadata", e.key)
		}
		if !ok {
			continue
		}
		d := json.NewDecoder(strings.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(e.into); err != nil {
			return nil, fmt.Errorf("%s: %w", e.key, err)
		}
		if _, err := d.Token(); err != io.EOF {
			return nil, fmt.Errorf("%s: something follows the JSON value", e.key)
		}
	}
	var err error
	if m.config, err = m.config.normalised(); err != nil {
		return nil, fmt.Errorf("%s: %w", metaConfig, err)
	}
	if outputs < 1 || outputs > m.config.Inputs {
		return nil, fmt.Errorf("%s is %d, expected 1 to %d", metaOutputs, outputs, m.config.Inputs)
	}
	if m.columns != nil && len(m.columns) != m.config.Inputs {
		return nil, fmt.Errorf("%s: %d names, expected %d", metaColumns, len(m.columns), m.config.Inputs)
	}
	if m.ready, err = preprocess.Restore[T](m.config.Preprocess, m.config.Inputs, outputs, tensors); err != nil {
		return nil, err
	}
	m.plan(outputs)
	return m, m.setTensors(tensors)
}

// setTensors fills the parameters, and refuses tensors that do not belong to the model.
func (m *Model[T]) setTensors(tensors []tensorio.Tensor) error {
	left := map[string]tensorio.Tensor{}
	for _, t := range tensors {
		left[t.Name] = t
	}
	for _, t := range m.ready.Tensors() {
		delete(left, t.Name)
	}
	var data [][]T
	for _, s := range m.layout.Slots() {
		t, ok := left[s.Name]
		if !ok {
			return fmt.Errorf("tensor %q is missing, expected shape %v", s.Name, s.Shape())
		}
		if !slices.Equal(t.Shape, s.Shape()) {
			return fmt.Errorf("tensor %q has shape %v, expected %v", s.Name, t.Shape, s.Shape())
		}
		v, err := tensorio.TensorData[T](t)
		if err == nil {
			err = checkFinite(s.Name, v)
		}
		if err != nil {
			return err
		}
		data = append(data, v)
		delete(left, s.Name)
	}
	for name := range left {
		return fmt.Errorf("tensor %q is not part of the configured model", name)
	}
	m.params = make([]T, 0, m.layout.Size())
	for _, d := range data {
		m.params = append(m.params, d...)
	}
	for j := range m.config.Atoms {
		if kernels.Dot(m.dictionary().Row(j), m.dictionary().Row(j)) == 0 {
			return fmt.Errorf("tensor %q: atom %d is zero: expected unit length", "dictionary", j+1)
		}
	}
	return nil
}

func checkFinite[T kernels.Float](name string, data []T) error {
	for i, v := range data {
		if v := float64(v); math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("tensor %q has %v at place %d: expected finite numbers", name, v, i+1)
		}
	}
	return nil
}
