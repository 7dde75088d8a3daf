package preprocess

import (
	"fmt"
	"math"
	"slices"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// tensor is one array of a pipeline: its name in a file and its shape for a spec.
type tensor[T kernels.Float] struct {
	name  string
	shape []int
	data  *[]T
}

// tensors lists the arrays that a pipeline of that many inputs and outputs has.
func (p *Pipeline[T]) tensors(outputs int) []tensor[T] {
	var list []tensor[T]
	d := p.inputs
	add := func(used bool, name string, data *[]T, shape ...int) {
		if used {
			list = append(list, tensor[T]{"preprocess." + name, shape, data})
		}
	}
	w := p.spec.Whitening
	add(p.spec.Contrast == "local", "floor", nil, 1, 1)
	add(w != "none", "mean", &p.mean, 1, d)
	add(w == "standard", "scale", &p.scale, 1, d)
	add(w == "pca" || w == "zca", "whiten", &p.whiten.Data, d, outputs)
	add(w == "pca" || w == "zca", "colour", &p.colour.Data, outputs, d)
	return list
}

// Tensors returns the pipeline's numbers, for a file; they share its memory.
func (p *Pipeline[T]) Tensors() []tensorio.Tensor {
	var list []tensorio.Tensor
	for _, t := range p.tensors(p.Outputs()) {
		data := []T{p.floor}
		if t.data != nil {
			data = *t.data
		}
		list = append(list, tensorio.NewTensor(t.name, t.shape, data))
	}
	return list
}

// Restore is the pipeline of a spec, inputs, outputs and the tensors that Tensors gave,
// among others. The error names the tensor and what was expected.
func Restore[T kernels.Float](s Spec, inputs, outputs int, tensors []tensorio.Tensor) (*Pipeline[T], error) {
	s, err := s.Normalised()
	if err != nil {
		return nil, err
	}
	if s.Whitening != "pca" && outputs != inputs {
		return nil, fmt.Errorf("%d columns become %d without pca", inputs, outputs)
	}
	p := &Pipeline[T]{spec: s, inputs: inputs}
	for _, want := range p.tensors(outputs) {
		i := slices.IndexFunc(tensors, func(t tensorio.Tensor) bool { return t.Name == want.name })
		if i < 0 {
			return nil, fmt.Errorf("tensor %q is missing, expected shape %v", want.name, want.shape)
		}
		if !slices.Equal(tensors[i].Shape, want.shape) {
			return nil, fmt.Errorf("tensor %q has shape %v, expected %v", want.name, tensors[i].Shape, want.shape)
		}
		data, err := tensorio.TensorData[T](tensors[i])
		if err != nil {
			return nil, err
		}
		for _, v := range data {
			if v := float64(v); math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("tensor %q has %v: expected finite numbers", want.name, v)
			}
		}
		if want.data == nil {
			p.floor = data[0]
			continue
		}
		*want.data = data
	}
	if p.whiten.Data != nil {
		p.whiten = kernels.Matrix[T]{Rows: inputs, Cols: outputs, Stride: outputs, Data: p.whiten.Data}
		p.colour = kernels.Matrix[T]{Rows: outputs, Cols: inputs, Stride: inputs, Data: p.colour.Data}
	}
	return p, nil
}
