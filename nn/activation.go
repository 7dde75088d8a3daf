package nn

import (
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// An Activation is a function y = Func(a) that a layer applies to each element of
// its product, together with what training needs to know of it. Derivatives are
// taken from v, which is y, so that a need not be kept, or a itself where FromInput
// says so.
type Activation[T kernels.Float] struct {
	Name string
	// Func computes dst[i] = act(src[i]); dst may be src. It is nil for the identity,
	// and so is Grad.
	Func func(dst, src []T)
	// Grad computes dst[i] = dy[i]·act′(a[i]) from v; dst may be dy.
	Grad func(dst, dy, v []T)
	// Curve computes dst[i] = act″(a[i]) from v; dst may be v. It is nil where act″ is
	// 0 wherever there is one.
	Curve func(dst, v []T)
	// Jacobian is one row of the contractive penalty of a single layer in one pass, as
	// in kernels.JacobianSigmoid; nil where it takes Slope, Curve and
	// kernels.JacobianRow.
	Jacobian func(scale T, h, w, s, dh []T) T
	// FromInput tells that v is a, and not y.
	FromInput bool
	// Steepest is act′ where the unit answers best, beside which it is saturated
	// elsewhere.
	Steepest float64
	// Init fills the weights of a layer that ends in this activation.
	Init Initialiser[T]

	fused kernels.Activation // what a product applies to its tiles for Func, if not ActIdentity
}

// leak is the slope of leaky-relu left of 0; elu's α is 1.
const leak = 0.01

// activations is the one table of activations: lookup, error texts and tests
// read it.
func activations[T kernels.Float]() []Activation[T] {
	type act = Activation[T]
	return []act{
		{Name: "identity", Steepest: 1, Init: GlorotUniform[T](1)},
		{Name: "sigmoid", Func: kernels.Sigmoid[T], Grad: kernels.SigmoidGrad[T], Curve: kernels.SigmoidCurvature[T],
			Jacobian: kernels.JacobianSigmoid[T], Steepest: 0.25, Init: GlorotUniform[T](4), fused: kernels.ActSigmoid},
		{Name: "tanh", Func: kernels.Tanh[T], Grad: kernels.TanhGrad[T], Curve: kernels.TanhCurvature[T],
			Jacobian: kernels.JacobianTanh[T], Steepest: 1, Init: GlorotUniform[T](1), fused: kernels.ActTanh},
		{Name: "relu", Func: kernels.ReLU[T], Grad: kernels.ReLUGrad[T],
			Jacobian: kernels.JacobianReLU[T], Steepest: 1, Init: HeUniform[T](), fused: kernels.ActReLU},
		{Name: "leaky-relu", Func: func(dst, src []T) { kernels.LeakyReLU(leak, dst, src) },
			Grad: func(dst, dy, y []T) { kernels.LeakyReLUGrad(leak, dst, dy, y) }, Steepest: 1, Init: HeUniform[T]()},
		{Name: "elu", Func: func(dst, src []T) { kernels.ELU(1, dst, src) }, Grad: func(dst, dy, y []T) { kernels.ELUGrad(1, dst, dy, y) },
			Curve: func(dst, y []T) { kernels.ELUCurvature(1, dst, y) }, Steepest: 1, Init: HeUniform[T]()},
		{Name: "softplus", Func: kernels.Softplus[T], Grad: kernels.SoftplusGrad[T], Curve: kernels.SoftplusCurvature[T],
			Steepest: 1, Init: HeUniform[T]()},
		{Name: "gelu", Func: kernels.GELU[T], Grad: kernels.GELUGrad[T], Curve: kernels.GELUCurvature[T],
			FromInput: true, Steepest: 1, Init: HeUniform[T]()},
		{Name: "silu", Func: kernels.SiLU[T], Grad: kernels.SiLUGrad[T], Curve: kernels.SiLUCurvature[T],
			FromInput: true, Steepest: 1, Init: HeUniform[T]()},
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

// ActivationByName returns the activation of that name, one of Activations. The
// error for any other name lists the choices.
func ActivationByName[T kernels.Float](name string) (Activation[T], error) {
	for _, a := range activations[T]() {
		if a.Name == name {
			return a, nil
		}
	}
	return Activation[T]{}, fmt.Errorf("unknown activation %q: choose one of %s", name, strings.Join(Activations(), ", "))
}

// Slope computes dst[i] = act′(a[i]) from v. dst is disjoint from v.
func (a Activation[T]) Slope(dst, v []T) {
	for i := range dst {
		dst[i] = 1
	}
	if a.Grad != nil {
		a.Grad(dst, dst, v)
	}
}

// apply computes y = act(a); y may be a.
func (a Activation[T]) apply(y, pre kernels.Matrix[T]) {
	if a.Func == nil { // identity
		return
	}
	if y.Stride == y.Cols && pre.Stride == pre.Cols {
		n := y.Rows * y.Cols
		a.Func(y.Data[:n], pre.Data[:n])
		return
	}
	for i := range y.Rows {
		a.Func(y.Row(i), pre.Row(i))
	}
}

// backprop computes dy = dy∘act′ in place, from v.
func (a Activation[T]) backprop(dy, v kernels.Matrix[T]) {
	if a.Grad == nil { // identity
		return
	}
	if dy.Stride == dy.Cols && v.Stride == v.Cols {
		n := dy.Rows * dy.Cols
		a.Grad(dy.Data[:n], dy.Data[:n], v.Data[:n])
		return
	}
	for i := range dy.Rows {
		a.Grad(dy.Row(i), dy.Row(i), v.Row(i))
	}
}
