package kernels

import "fmt"

// Activation is a function that GemmBias applies to its result.
type Activation uint8

// The activations: x, ReLU, Sigmoid and Tanh.
const (
	ActIdentity Activation = iota
	ActReLU
	ActSigmoid
	ActTanh
)

// GemmBias is a layer: C = act(alpha·op(A)·op(B) + bias), with the row bias
// added to every row. Exactly:
//
//	Gemm(transA, transB, alpha, a, b, 0, c)
//	if bias != nil { AddRow(c, bias) }
//	for i { act(c[i], c[i]) }    ReLU, Sigmoid, Tanh or nothing
//
// with the same bits: bias and ReLU while a tile of C is in registers, the
// others while its rows are in the cache. What the backward pass needs of these
// activations is C.
//
// C is disjoint from A, B and bias. GemmBias panics on shapes that do not match.
func GemmBias[T Float](transA, transB bool, alpha T, a, b Matrix[T], bias []T, act Activation, c Matrix[T]) {
	s := checkGemmBias("GemmBias", transA, transB, &a, &b, bias, act, &c)
	if s.small(transA, transB, alpha, &a, &b, 0, &c, bias, act) {
		return
	}
	g := gemmArgs[T]{level: active, transA: transA, transB: transB, alpha: alpha, a: a, b: b, c: c, bias: bias, act: act}
	g.runBeta(0)
}

// checkGemmBias checks the operands of a layer.
func checkGemmBias[T Float](op string, transA, transB bool, a, b *Matrix[T], bias []T, act Activation, c *Matrix[T]) product[T] {
	s := checkGemm(op, transA, transB, a, b, c)
	if bias != nil && len(bias) != c.Cols {
		panic(fmt.Sprintf("kernels: %s: bias has %d elements, C is %d×%d", op, len(bias), c.Rows, c.Cols))
	}
	if act > ActTanh {
		panic(fmt.Sprintf("kernels: %s: unknown activation %d", op, act))
	}
	if overlaps(bias, c.extent()) {
		panic("kernels: " + op + ": C overlaps the bias")
	}
	raceRead(bias)
	return s
}

// finish applies the whole epilogue to C[i:i+rows][j:j+cols].
func (g *gemmArgs[T]) finish(i, j, rows, cols int) {
	if g.bias == nil && g.act == ActIdentity {
		return
	}
	var bias []T
	if g.bias != nil {
		bias = g.bias[j : j+cols]
	}
	for r := i; r < i+rows; r++ {
		o := r*g.c.Stride + j
		finishRow(g.level, g.c.Data[o:o+cols], bias, g.act)
	}
}

// activate is finish where the micro-kernels have added the bias.
func (g *gemmArgs[T]) activate(i, j, rows, cols int) {
	for r := i; r < i+rows; r++ {
		o := r*g.c.Stride + j
		finishRow(g.level, g.c.Data[o:o+cols], nil, g.act)
	}
}

func finishRow[T Float](l level, c, bias []T, act Activation) {
	switch {
	case act == ActReLU && bias != nil:
		dispatchBiasRelu(l, c, bias)
	case act == ActSigmoid && bias != nil:
		dispatchBiasSigmoid(l, c, bias)
	case act == ActTanh && bias != nil:
		dispatchBiasTanh(l, c, bias)
	case act == ActReLU:
		dispatchRelu(l, c, c)
	case act == ActSigmoid:
		dispatchSigmoid(l, c, c)
	case act == ActTanh:
		dispatchTanh(l, c, c)
	case bias != nil:
		dispatchAdd(l, c, c, bias)
	}
}

func biasReluGo[T Float](dst, bias []T) {
	addGo(dst, dst, bias)
	reluGo(dst, dst)
}

func biasSigmoidGo[T Float](dst, bias []T) {
	addGo(dst, dst, bias)
	sigmoidGo(dst, dst)
}

func biasTanhGo[T Float](dst, bias []T) {
	addGo(dst, dst, bias)
	tanhGo(dst, dst)
}
