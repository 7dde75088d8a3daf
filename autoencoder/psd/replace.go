package psd

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// An atom is of no use whose Σh² is below this part of the mean, or which is another
// one but for so little: |cos| above alike.
const (
	unusedPart = 1e-3
	alike      = 0.99
)

// useless lists the atoms of no use. Of two that are alike it is the later one.
func (t *trainer[T]) useless() (list []int) {
	a, d, k := t.statistics.a, t.model.dictionary(), t.model.config.Atoms
	mean := 0.0
	for j := range k {
		mean += float64(a.Row(j)[j]) / float64(k)
	}
	cos := kernels.NewMatrix[T](k, k)
	kernels.Gemm(false, true, 1, d, d, 0, cos)
	for j := range k {
		before := cos.Row(j)[:j]
		twin := j > 0 && max(kernels.Max(before), -kernels.Min(before)) > alike
		if twin || float64(a.Row(j)[j]) <= unusedPart*mean {
			list = append(list, j)
		}
	}
	return list
}

// replaceUseless gives atoms of no use new directions: what the last batch's rows are
// made of that no atom explains.
func (t *trainer[T]) replaceUseless() int {
	a, k := t.statistics.a, t.model.config.Atoms
	unused := t.useless()
	n := replace(t.model.dictionary(), unused, t.batch)
	weight, first := nn.Mat(t.model.params, t.model.slots.weight), t.model.firstGain()
	for _, j := range unused[:n] {
		clear(a.Row(j))
		clear(t.statistics.b.Row(j))
		for i := range k {
			a.Row(i)[j] = 0
		}
		for i, v := range t.model.dictionary().Row(j) {
			weight.Row(i)[j] = v / first
		}
		t.model.gain()[j] = first
		nn.Vec(t.model.params, t.model.slots.bias)[j] = 0
	}
	return n
}
