package main

import (
	"strings"
	"unicode"

	"github.com/lamina-go/lamina/gen/algebra"
	"github.com/lamina-go/lamina/gen/ir"
)

// Op is a row of the op table: a kernel that runs over slices, element by
// element. From it come the assembly functions of every level, their stubs and
// the dispatch.
type Op struct {
	// Name is the kernel's name in lower camel case: the public function is Exp,
	// its definition expGo, its dispatch dispatchExp and the assembly of a level
	// expF32AVX512.
	Name string
	// Doc is the loop that it computes.
	Doc string
	// Out counts the slices that are written, Slices all of them; those that
	// are written come first. A body may also read what it writes.
	Out    int
	Slices []string
	// Scalars are the float parameters, after the slices.
	Scalars []string
	// Sum tells that the kernel returns a sum in lanes.
	Sum bool
	// Body computes one element.
	Body func(*ir.Builder)
}

// Exported returns the name with a capital.
func (op Op) Exported() string { return strings.ToUpper(op.Name[:1]) + op.Name[1:] }

// File returns the stem of the op's assembly files: the name in snake case.
func (op Op) File() string {
	var b strings.Builder
	for _, r := range op.Name {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

var (
	dstSrc = []string{"dst", "src"}
	dstXY  = []string{"dst", "x", "y"}
	dstDyY = []string{"dst", "dy", "y"}
	xy     = []string{"x", "y"}
)

// ops is the op table. Adding a row, its definition and its test adds a kernel.
var ops = []Op{
	{Name: "add", Doc: "dst[i] = x[i] + y[i]", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Add)},
	{Name: "sub", Doc: "dst[i] = x[i] - y[i]", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Sub)},
	{Name: "mul", Doc: "dst[i] = x[i] * y[i]", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Mul)},
	{Name: "scale", Doc: "dst[i] = alpha * x[i]", Out: 1, Slices: []string{"dst", "x"}, Scalars: []string{"alpha"}, Body: algebra.Scale},
	{Name: "axpy", Doc: "y[i] = fma(alpha, x[i], y[i])", Out: 1, Slices: []string{"y", "x"}, Scalars: []string{"alpha"}, Body: algebra.Axpy},
	{Name: "addSquares", Doc: "y[i] = fma(x[i], x[i], y[i])", Out: 1, Slices: []string{"y", "x"}, Body: algebra.AddSquares},

	{Name: "exp", Doc: "dst[i] = e^src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Exp)},
	{Name: "log", Doc: "dst[i] = ln src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Log)},
	{Name: "sigmoid", Doc: "dst[i] = 1/(1+e^-src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Sigmoid)},
	{Name: "softplus", Doc: "dst[i] = ln(1+e^src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Softplus)},
	{Name: "tanh", Doc: "dst[i] = tanh(src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Tanh)},
	{Name: "relu", Doc: "dst[i] = max(src[i], 0)", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.ReLU)},
	{Name: "sigmoidGrad", Doc: "dst[i] = dy[i] * (y[i]*(1-y[i]))", Out: 1, Slices: dstDyY, Body: algebra.Map2(algebra.SigmoidGrad)},
	{Name: "tanhGrad", Doc: "dst[i] = dy[i] * fma(-y[i], y[i], 1)", Out: 1, Slices: dstDyY, Body: algebra.Map2(algebra.TanhGrad)},
	{Name: "reluGrad", Doc: "dst[i] = dy[i] where y[i] > 0, else 0", Out: 1, Slices: dstDyY, Body: algebra.Map2(algebra.ReLUGrad)},

	{Name: "dot", Doc: "sum = fma(x[i], y[i], sum)", Slices: xy, Sum: true, Body: algebra.Dot},
	{Name: "sum", Doc: "sum += x[i]", Slices: xy[:1], Sum: true, Body: algebra.Sum},
	{Name: "asum", Doc: "sum += |x[i]|", Slices: xy[:1], Sum: true, Body: algebra.Asum},
	{Name: "squaredDistance", Doc: "d := x[i] - y[i]; sum = fma(d, d, sum)", Slices: xy, Sum: true, Body: algebra.SquaredDistance},

	{Name: "squaredErrorGrad", Doc: "d := r[i] - x[i]; sum = fma(d, d, sum); dr[i] = scale*d", Out: 1,
		Slices: []string{"dr", "r", "x"}, Scalars: []string{"scale"}, Sum: true, Body: algebra.SquaredErrorGrad},
	{Name: "bernoulliGrad", Doc: "sum += fma(-x[i], a[i], softplus(a[i])); da[i] = scale*(sigmoid(a[i]) - x[i])", Out: 1,
		Slices: []string{"da", "a", "x"}, Scalars: []string{"scale"}, Sum: true, Body: algebra.BernoulliGrad},
	{Name: "l1Grad", Doc: "sum += |h[i]|; dh[i] += scale*sign(h[i])", Out: 1,
		Slices: []string{"dh", "h"}, Scalars: []string{"scale"}, Sum: true, Body: algebra.L1Grad},
	{Name: "jacobianSigmoid", Doc: "d := h[i]*(1-h[i]); sum = fma(d*d, w[i], sum); s[i] += d*d; dh[i] = fma(scale2, d*(1-2*h[i])*w[i], dh[i])", Out: 2,
		Slices: []string{"s", "dh", "h", "w"}, Scalars: []string{"scale2"}, Sum: true, Body: algebra.JacobianSigmoid},
	{Name: "jacobianTanh", Doc: "d := 1-h[i]²; sum = fma(d*d, w[i], sum); s[i] += d*d; dh[i] = fma(scale4, d*h[i]*w[i], dh[i])", Out: 2,
		Slices: []string{"s", "dh", "h", "w"}, Scalars: []string{"scale4"}, Sum: true, Body: algebra.JacobianTanh},
	{Name: "jacobianRelu", Doc: "where h[i] > 0 { sum += w[i]; s[i] += 1 }", Out: 1,
		Slices: []string{"s", "h", "w"}, Sum: true, Body: algebra.JacobianReLU},

	{Name: "adamStep", Doc: "one Adam step of p with moments m and v", Out: 3, Slices: []string{"p", "m", "v", "g"},
		Scalars: []string{"lr", "beta1", "omBeta1", "beta2", "omBeta2", "eps", "c1", "c2"}, Body: algebra.AdamStep},
	{Name: "sgdStep", Doc: "buf[i] = fma(momentum, buf[i], g[i]); p[i] = fma(-lr, buf[i], p[i])", Out: 2,
		Slices: []string{"p", "buf", "g"}, Scalars: []string{"lr", "momentum"}, Body: algebra.SGDStep},

	{Name: "unitFloat", Doc: "dst[i] = the random bits src[i] as a float in [0, 1)", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.UnitFloat)},
	{Name: "less", Doc: "dst[i] = 1 where src[i] < p, else 0", Out: 1, Slices: dstSrc, Scalars: []string{"p"}, Body: algebra.Less},
}
