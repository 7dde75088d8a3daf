package autoencoder

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// Load reads a model that Save wrote; T must be the type that it was saved with.
// A classifier is refused with ErrClassifier. Everything is checked: an error names the file, the tensor or the entry of the
// metadata, and what was expected. Memory is taken only for what is in the file.
func Load[T kernels.Float](path string) (*Model[T], error) {
	m, err := load[T](path)
	if err == nil && m.classes != nil {
		return nil, fmt.Errorf("%s: %w", path, ErrClassifier)
	}
	return m, err
}

func load[T kernels.Float](path string) (*Model[T], error) {
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
	switch format, ok := meta[metaFormat]; {
	case !ok:
		return nil, fmt.Errorf("no %s in the metadata: not a model of this library", metaFormat)
	case format != formatOne:
		return nil, fmt.Errorf("%s is %q, expected %q: the model is of another version", metaFormat, format, formatOne)
	}
	var config Config
	if err := decodeMeta(meta, metaConfig, &config); err != nil {
		return nil, err
	}
	m, err := plan[T](config)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", metaConfig, err)
	}
	m.scaling = new(Scaling[T])
	if err := decodeMeta(meta, metaScaling, m.scaling); err != nil {
		return nil, err
	}
	if err := m.scaling.check(m.config.Scaling, m.config.Inputs); err != nil {
		return nil, fmt.Errorf("%s: %w", metaScaling, err)
	}
	if _, ok := meta[metaColumns]; ok {
		if err := decodeMeta(meta, metaColumns, &m.columns); err != nil {
			return nil, err
		}
		if len(m.columns) != m.Inputs() {
			return nil, fmt.Errorf("%s: %d names, expected %d", metaColumns, len(m.columns), m.Inputs())
		}
	}
	if m.config.Classes > 0 {
		if err := decodeMeta(meta, metaClasses, &m.classes); err != nil {
			return nil, err
		}
		if err := checkClassNames(m.classes, m.config.Classes); err != nil {
			return nil, fmt.Errorf("%s: %w", metaClasses, err)
		}
	}
	if _, ok := meta[metaTraining]; ok {
		if err := decodeMeta(meta, metaTraining, &m.training); err != nil {
			return nil, err
		}
	}
	return m, m.setTensors(tensors)
}

// setTensors fills the parameters. All shapes are checked before memory is taken.
func (m *Model[T]) setTensors(tensors []tensorio.Tensor) error {
	byName := make(map[string]tensorio.Tensor)
	for _, t := range tensors {
		byName[t.Name] = t
	}
	slots := m.net.layout.Slots()
	data := make([][]T, len(slots))
	for i, s := range slots {
		t, ok := byName[s.Name]
		if !ok {
			return fmt.Errorf("tensor %q is missing, expected shape %v", s.Name, s.Shape())
		}
		if !slices.Equal(t.Shape, s.Shape()) {
			return fmt.Errorf("tensor %q has shape %v, expected %v", s.Name, t.Shape, s.Shape())
		}
		var err error
		if data[i], err = tensorio.TensorData[T](t); err != nil {
			return err
		}
		if err := checkTensor(s, data[i]); err != nil {
			return err
		}
		delete(byName, s.Name)
	}
	for name := range byName {
		return fmt.Errorf("tensor %q is not part of the configured model", name)
	}
	m.params = make([]T, 0, m.net.layout.Size())
	for _, d := range data {
		m.params = append(m.params, d...)
	}
	return nil
}

// checkTensor refuses NaN and Inf in the tensor of a slot.
func checkTensor[T kernels.Float](s nn.Slot, data []T) error {
	for j, v := range data {
		if !finite(v) {
			return fmt.Errorf("tensor %q has %v at row %d, column %d: expected finite numbers", s.Name, v, j/s.Cols+1, j%s.Cols+1)
		}
	}
	return nil
}

// decodeMeta reads one JSON entry of the metadata. Fields that this version does
// not know are refused: they would change what the model means.
func decodeMeta(meta map[string]string, key string, into any) error {
	text, ok := meta[key]
	if !ok {
		return fmt.Errorf("no %s in the metadata", key)
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("%s: something follows the JSON value", key)
	}
	return nil
}
