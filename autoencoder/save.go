package autoencoder

import (
	"encoding/json"
	"fmt"

	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// Metadata of a model file. Whatever is not a number of the network is here.
const (
	metaFormat   = "lamina.format"   // "1"
	metaConfig   = "lamina.config"   // Config as JSON
	metaScaling  = "lamina.scaling"  // Scaling as JSON
	metaTraining = "lamina.training" // Training as JSON; absent in untrained models
	metaClasses  = "lamina.classes"  // a classifier's class names as JSON
	metaColumns  = "lamina.columns"  // column names as JSON; absent if they are not known
	formatOne    = "1"
)

// Save writes the model to a safetensors file: the tensors by the names that
// Weights gives, configuration and scaling in the metadata, so that the file alone
// restores the model. Equal models give equal bytes. The file appears only when it
// is complete. An untrained model can be saved only if it needs no scaling, and none
// whose parameters are not finite.
func (m *Model[T]) Save(path string) error {
	if m.scaling == nil {
		return fmt.Errorf("%s: the model's %s scaling is not fitted yet: call Fit first", path, m.config.Scaling)
	}
	config, err := json.Marshal(m.config)
	if err != nil {
		return fmt.Errorf("%s: configuration: %w", path, err)
	}
	scaling, err := json.Marshal(m.scaling)
	if err != nil {
		return fmt.Errorf("%s: scaling: %w", path, err)
	}
	var tensors []tensorio.Tensor
	for _, s := range m.net.layout.Slots() {
		if err := checkTensor(s, nn.Vec(m.params, s)); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		tensors = append(tensors, tensorio.NewTensor(s.Name, s.Shape(), nn.Vec(m.params, s)))
	}
	meta := map[string]string{metaFormat: formatOne, metaConfig: string(config), metaScaling: string(scaling)}
	for _, names := range []struct {
		key  string
		list []string
	}{{metaColumns, m.columns}, {metaClasses, m.classes}} {
		if names.list == nil {
			continue
		}
		text, err := json.Marshal(names.list)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", path, names.key, err)
		}
		meta[names.key] = string(text)
	}
	if m.training != nil {
		training, err := json.Marshal(m.training)
		if err != nil {
			return fmt.Errorf("%s: training: %w", path, err)
		}
		meta[metaTraining] = string(training)
	}
	return tensorio.WriteSafetensors(path, tensors, meta)
}
