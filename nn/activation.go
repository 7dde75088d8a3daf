package nn

import (
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// An Activation is a function that a layer applies to each element of its
// product, together with what training needs to know of it. Derivatives are taken
// from the output y = Func(a), so that the input a need not be kept.
type Activation[T kernels.Float] struct {
	Name string
	// Func computes dst[i] = act(src[i]); dst may be src.
	Func func(dst, src []T)
	// Grad computes dst[i] = dy[i]·act′(a[i]) from the output y; dst may be dy.
	Grad func(dst, dy, y []T)
	// Jacobian is one row of the contractive penalty of a single layer, as in
	// kernels.JacobianSigmoid; nil where there is no closed form yet.
	Jacobian func(scale T, h, w, s, dh []T) T
	// Init fills the weights of a layer that ends in this activation.
	Init Initialiser[T]

	fused kernels.Activation // what a product applies to its tiles for Func, if not ActIdentity
}

// activations is the one table of activations: lookup, error texts and tests
// read it.
func activations[T kernels.Float]() []Activation[T] {
	return []Activation[T]{
		{"identity", nil, nil, nil, GlorotUniform[T](1), kernels.ActIdentity},
		{"sigmoid", kernels.Sigmoid[T], kernels.SigmoidGrad[T], kernels.JacobianSigmoid[T], GlorotUniform[T](4), kernels.ActSigmoid},
		{"tanh", kernels.Tanh[T], kernels.TanhGrad[T], kernels.JacobianTanh[T], GlorotUniform[T](1), kernels.ActTanh},
		{"relu", kernels.ReLU[T], kernels.ReLUGrad[T], kernels.JacobianReLU[T], HeUniform[T](), kernels.ActReLU},
	}
}

// Activations lists the names that ActivationByName knows.
func Activations() []string {
	var names []string
	for _, a := range activations[float32]() {
		names = append(names, a.Name)
	}
	return names
}

// ActivationByName returns the activation of that name: identity, sigmoid, tanh
// or relu. The error for any other name lists the choices.
func ActivationByName[T kernels.Float](name string) (Activation[T], error) {
	for _, a := range activations[T]() {
		if a.Name == name {
			return a, nil
		}
	}
	return Activation[T]{}, fmt.Errorf("unknown activation %q: choose one of %s", name, strings.Join(Activations(), ", "))
}

// apply computes y = act(y) in place.
func (a Activation[T]) apply(y kernels.Matrix[T]) {
	if a.Func == nil { // identity
		return
	}
	eachRun(y, y, func(y, _ []T) { a.Func(y, y) })
}

// backprop computes dy = dy∘act′ in place, from the output y.
func (a Activation[T]) backprop(dy, y kernels.Matrix[T]) {
	if a.Grad == nil { // identity
		return
	}
	eachRun(dy, y, func(dy, y []T) { a.Grad(dy, dy, y) })
}

// eachRun calls f once with all elements of a and b when neither has gaps between
// its rows, and otherwise once per row. Both have the same shape.
func eachRun[T kernels.Float](a, b kernels.Matrix[T], f func(a, b []T)) {
	if a.Stride == a.Cols && b.Stride == b.Cols {
		f(a.Data[:a.Rows*a.Cols], b.Data[:a.Rows*a.Cols])
		return
	}
	for i := range a.Rows {
		f(a.Row(i), b.Row(i))
	}
}
