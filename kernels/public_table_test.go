package kernels

import (
	"math"
	"slices"
)

// publicCalls is the table of exported functions.
func publicCalls[T Float]() []publicCall[T] {
	return slices.Concat(publicVectors[T](), publicFunctions[T](), publicMatrices[T](), publicProducts[T](), publicOthers[T]())
}

func publicVectors[T Float]() []publicCall[T] {
	adam := AdamConfig[T]{LR: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, C1: 1.3, C2: 1.7}
	return []publicCall[T]{
		dstXY("Add", Add[T]), dstXY("Sub", Sub[T]), dstXY("Mul", Mul[T]), dstXY("Div", Div[T]),
		dstXY("Maximum", Maximum[T]), dstXY("Minimum", Minimum[T]),
		{"MulAdd", func(c *call[T], _, n int) { MulAdd(c.out(n), c.in(n), c.in(n), c.in(n)) }},
		{"Scale", func(c *call[T], _, n int) { Scale(c.out(n), testScalar, c.in(n)) }},
		{"Axpy", func(c *call[T], _, n int) { Axpy(testScalar, c.in(n), c.out(n)) }},
		{"Axpby", func(c *call[T], _, n int) { Axpby(testScalar, c.in(n), 0.3, c.out(n)) }},
		{"Clamp", func(c *call[T], _, n int) { Clamp(c.out(n), c.in(n), -1, 2) }},
		{"Bare", func(c *call[T], _, n int) { Bare(c.out(n), c.in(n), c.in(n), c.in(n)) }},
		{"Rot", func(c *call[T], _, n int) { Rot(c.out(n), c.out(n), 0.6, 0.8) }},
		dstSrc("Abs", Abs[T]), dstSrc("Neg", Neg[T]), dstSrc("Sqrt", Sqrt[T]), dstSrc("Sign", Sign[T]),
		fold("Sum", Sum[T]), fold("Asum", Asum[T]), fold("Nrm2", Nrm2[T]), fold("Mean", Mean[T]),
		fold("Max", Max[T]), fold("Min", Min[T]), fold("LogSumExp", LogSumExp[T]),
		{"ArgMax", func(c *call[T], _, n int) { c.returned(T(ArgMax(c.in(n + 1)))) }},
		{"MeanVariance", func(c *call[T], _, n int) { c.returned(MeanVariance(c.in(n))) }},
		fold2("Dot", Dot[T]), fold2("SquaredDistance", SquaredDistance[T]),
		{"AdamStep", func(c *call[T], _, n int) { AdamStep(adam, c.out(n), c.in(n), c.out(n), c.out(n)) }},
		{"AdamWStep", func(c *call[T], _, n int) { AdamWStep(adam, 0.1, c.out(n), c.in(n), c.out(n), c.out(n)) }},
		{"SGDStep", func(c *call[T], _, n int) { SGDStep(0.01, 0.9, c.out(n), c.in(n), c.out(n)) }},
		{"NesterovStep", func(c *call[T], _, n int) { NesterovStep(0.01, 0.9, c.out(n), c.in(n), c.out(n)) }},
	}
}

func publicFunctions[T Float]() []publicCall[T] {
	const alpha = 0.75
	return []publicCall[T]{
		dstSrc("Exp", Exp[T]), dstSrc("Expm1", Expm1[T]), dstSrc("Log", Log[T]), dstSrc("Log1p", Log1p[T]),
		dstSrc("Tanh", Tanh[T]), dstSrc("Sigmoid", Sigmoid[T]), dstSrc("LogSigmoid", LogSigmoid[T]), dstSrc("Softplus", Softplus[T]),
		dstSrc("Erf", Erf[T]), dstSrc("Sin", Sin[T]), dstSrc("Cos", Cos[T]),
		dstSrc("ReLU", ReLU[T]), dstSrc("GELU", GELU[T]), dstSrc("SiLU", SiLU[T]),
		dstSrc("LeakyReLU", func(d, s []T) { LeakyReLU(alpha, d, s) }), dstSrc("ELU", func(d, s []T) { ELU(alpha, d, s) }),
		dstSrc("SoftThreshold", func(d, s []T) { SoftThreshold(alpha, d, s) }),
		dstSrc("SigmoidCurvature", SigmoidCurvature[T]), dstSrc("TanhCurvature", TanhCurvature[T]),
		dstSrc("ELUCurvature", func(d, s []T) { ELUCurvature(alpha, d, s) }), dstSrc("SoftplusCurvature", SoftplusCurvature[T]),
		dstSrc("SiLUCurvature", SiLUCurvature[T]), dstSrc("GELUCurvature", GELUCurvature[T]),
		dstXY("SigmoidGrad", SigmoidGrad[T]), dstXY("TanhGrad", TanhGrad[T]), dstXY("ReLUGrad", ReLUGrad[T]), dstXY("SoftplusGrad", SoftplusGrad[T]),
		dstXY("GELUGrad", GELUGrad[T]), dstXY("SiLUGrad", SiLUGrad[T]), dstXY("SoftThresholdGrad", SoftThresholdGrad[T]),
		dstXY("LeakyReLUGrad", func(d, dy, y []T) { LeakyReLUGrad(alpha, d, dy, y) }),
		dstXY("ELUGrad", func(d, dy, y []T) { ELUGrad(alpha, d, dy, y) }),
		likelihood("SquaredErrorGrad", SquaredErrorGrad[T]), likelihood("BernoulliGrad", BernoulliGrad[T]), likelihood("PoissonGrad", PoissonGrad[T]),
		likelihood("LaplaceGrad", LaplaceGrad[T]), likelihood("ContinuousBernoulliGrad", ContinuousBernoulliGrad[T]),
		dstSrc("ContinuousBernoulliMean", ContinuousBernoulliMean[T]),
		{"L1Grad", func(c *call[T], _, n int) { c.returned(L1Grad(testScalar, c.in(n), c.out(n))) }},
		{"GaussianGrad", func(c *call[T], _, n int) {
			c.returned(GaussianGrad(testScalar, c.out(n), c.out(n), c.in(n), c.in(n), c.in(n)))
		}},
		{"GaussianFloorGrad", func(c *call[T], _, n int) {
			c.returned(GaussianFloorGrad(testScalar, 0.01, c.out(n), c.out(n), c.in(n), c.in(n), c.in(n)))
		}},
		{"JacobianSigmoid", func(c *call[T], _, n int) {
			c.returned(JacobianSigmoid(testScalar, c.in(n), c.in(n), c.out(n), c.out(n)))
		}},
		{"JacobianTanh", func(c *call[T], _, n int) {
			c.returned(JacobianTanh(testScalar, c.in(n), c.in(n), c.out(n), c.out(n)))
		}},
		{"JacobianReLU", func(c *call[T], _, n int) {
			c.returned(JacobianReLU(testScalar, c.in(n), c.in(n), c.out(n), c.vector(n, ignores)))
		}},
		{"JacobianRow", func(c *call[T], _, n int) {
			c.returned(JacobianRow(testScalar, c.in(n), c.in(n), c.in(n), c.out(n), c.out(n)))
		}},
	}
}

func publicMatrices[T Float]() []publicCall[T] {
	return []publicCall[T]{
		matrixMap("Softmax", Softmax[T]), matrixMap("LogSoftmax", LogSoftmax[T]), matrixMap("NormalizeRows", NormalizeRows[T]),
		{"Transpose", func(c *call[T], m, n int) { Transpose(c.outMatrix(n, m), c.inMatrix(m, n)) }},
		{"TopK", func(c *call[T], m, n int) {
			k := min(3, n)
			TopK(c.outMatrix(m, k), others(c, m*k, writes, zero[int]), c.inMatrix(m, n))
		}},
		{"RowSums", func(c *call[T], m, n int) { RowSums(c.out(m), c.inMatrix(m, n)) }},
		{"RowSquaredNorms", func(c *call[T], m, n int) { RowSquaredNorms(c.out(m), c.inMatrix(m, n)) }},
		{"ColSums", func(c *call[T], m, n int) { ColSums(c.out(n), c.inMatrix(m, n)) }},
		{"ColSquaredNorms", func(c *call[T], m, n int) { ColSquaredNorms(c.out(n), c.inMatrix(m, n)) }},
		{"AddRow", func(c *call[T], m, n int) { AddRow(c.outMatrix(m, n), c.in(n)) }},
		{"ScaleRows", func(c *call[T], m, n int) { ScaleRows(c.outMatrix(m, n), c.in(m)) }},
		{"ScaleCols", func(c *call[T], m, n int) { ScaleCols(c.outMatrix(m, n), c.in(n)) }},
		{"AxpyCols", func(c *call[T], m, n int) { AxpyCols(testScalar, c.inMatrix(m, n), c.in(n), c.outMatrix(m, n)) }},
		{"ScaleRowsCols", func(c *call[T], m, n int) { ScaleRowsCols(c.outMatrix(m, n), c.in(m), c.inMatrix(m, n), c.in(n)) }},
		{"AddScaledRowsCols", func(c *call[T], m, n int) {
			AddScaledRowsCols(testScalar, c.in(m), c.inMatrix(m, n), c.in(n), c.outMatrix(m, n))
		}},
		{"FrobeniusDot", func(c *call[T], m, n int) { c.returned(FrobeniusDot(c.inMatrix(m, n), c.inMatrix(m, n))) }},
		{"ScaledProductGrad", func(c *call[T], m, n int) {
			ScaledProductGrad(testScalar, c.inMatrix(m, n), c.inMatrix(m, n), c.in(m), c.in(n), c.out(m), c.out(n))
		}},
		{"SoftmaxCrossEntropyGrad", func(c *call[T], m, n int) {
			c.returned(SoftmaxCrossEntropyGrad(testScalar, c.outMatrix(m, n), c.inMatrix(m, n), c.inMatrix(m, n)))
		}},
		{"SoftmaxClassGrad", func(c *call[T], m, n int) {
			n = max(n, 1)
			class := others(c, m, reads, func(i int) int { return i % n })
			c.returned(SoftmaxClassGrad(testScalar, c.outMatrix(m, n), c.inMatrix(m, n), class))
		}},
	}
}

func publicProducts[T Float]() []publicCall[T] {
	const k = 5
	var calls []publicCall[T]
	// shape takes an operand as it is stored, transposed or not.
	shape := func(c *call[T], rows, cols int, trans bool) Matrix[T] {
		if trans {
			rows, cols = cols, rows
		}
		return c.inMatrix(rows, cols)
	}
	for i := range 4 {
		ta, tb := i&1 != 0, i&2 != 0
		calls = append(calls,
			publicCall[T]{"Gemm", func(c *call[T], m, n int) {
				Gemm(ta, tb, testScalar, shape(c, m, k, ta), shape(c, k, n, tb), 0.3, c.outMatrix(m, n))
			}},
			publicCall[T]{"GemmSerial", func(c *call[T], m, n int) {
				GemmSerial(ta, tb, testScalar, shape(c, m, k, ta), shape(c, k, n, tb), 0.3, c.outMatrix(m, n))
			}},
			publicCall[T]{"GemmBiasSerial", func(c *call[T], m, n int) {
				GemmBiasSerial(ta, tb, 1, shape(c, m, k, ta), shape(c, k, n, tb), c.in(n), Activation(i), c.outMatrix(m, n))
			}},
			publicCall[T]{"GemmBatch", func(c *call[T], m, n int) {
				a := []Matrix[T]{shape(c, m, k, ta), shape(c, m, k, ta)}
				b := []Matrix[T]{shape(c, k, n, tb), shape(c, k, n, tb)}
				GemmBatch(ta, tb, 1, a, b, 0, []Matrix[T]{c.outMatrix(m, n), c.outMatrix(m, n)})
			}},
			publicCall[T]{"GemmBias", func(c *call[T], m, n int) {
				GemmBias(ta, tb, 1, shape(c, m, k, ta), shape(c, k, n, tb), c.in(n), Activation(i), c.outMatrix(m, n))
			}},
			publicCall[T]{"Syrk", func(c *call[T], m, n int) { // its other triangle is neither read nor written
				Syrk(ta, tb, testScalar, shape(c, m, n, tb), 0.3, c.outMatrix(m, m))
			}},
		)
	}
	for _, trans := range []bool{false, true} {
		calls = append(calls, publicCall[T]{"Gemv", func(c *call[T], m, n int) {
			a, x, y := c.inMatrix(m, n), n, m
			if trans {
				x, y = m, n
			}
			Gemv(trans, testScalar, a, c.in(x), 0.3, c.out(y))
		}})
	}
	return append(calls, publicCall[T]{"Ger", func(c *call[T], m, n int) { Ger(testScalar, c.in(m), c.in(n), c.outMatrix(m, n)) }})
}

func publicOthers[T Float]() []publicCall[T] {
	p := Philox{Seed: 7, Stream: 3}
	// Arbitrary bits that are no NaN, whose payloads are each implementation's.
	f32 := func(c *call[T]) func(int) float32 {
		return func(int) float32 {
			x := math.Float32frombits(uint32(c.values.next()))
			if x != x {
				return 1.5
			}
			return x
		}
	}
	half := func(c *call[T], infinity uint16) func(int) uint16 {
		return func(int) uint16 {
			x := uint16(c.values.next())
			if x&0x7fff > infinity {
				return 1
			}
			return x
		}
	}
	return []publicCall[T]{
		{"Uniform", func(c *call[T], _, n int) { Uniform(p, c.out(n), 5) }},
		{"Normal", func(c *call[T], _, n int) { Normal(p, c.out(n), 5) }},
		{"Bernoulli", func(c *call[T], _, n int) { Bernoulli(p, 0.3, c.out(n), 5) }},
		{"IntN", func(c *call[T], _, n int) { IntN(p, 1000, others(c, n, writes, zero[int]), 5) }},
		{"Perm", func(c *call[T], _, n int) { Perm(p, others(c, n, writes, zero[int])) }},
		{"Shuffle", func(c *call[T], _, n int) { Shuffle(p, others(c, n, writes, func(i int) int { return i })) }},
		{"PackSigns", func(c *call[T], _, n int) { PackSigns(others(c, (n+63)/64, writes, zero[uint64]), c.in(n)) }},
		{"Hamming", func(c *call[T], _, n int) {
			c.returned(T(Hamming(others(c, n, reads, random[uint64](c)), others(c, n, reads, random[uint64](c)))))
		}},
		{"HammingScan", func(c *call[T], m, n int) {
			n = n%24 + 1
			HammingScan(others(c, m, writes, zero[uint16]), others(c, n, reads, random[uint64](c)), others(c, m*n, reads, random[uint64](c)))
		}},
		{"Widen", func(c *call[T], _, n int) { Widen(others(c, n, writes, zero[float64]), others(c, n, reads, f32(c))) }},
		{"Narrow", func(c *call[T], _, n int) {
			Narrow(others(c, n, writes, zero[float32]), others(c, n, reads, func(i int) float64 { return 0.1 * float64(i) }))
		}},
		{"FromFloat16", func(c *call[T], _, n int) {
			FromFloat16(others(c, n, writes, zero[float32]), others(c, n, reads, half(c, 0x7c00)))
		}},
		{"ToFloat16", func(c *call[T], _, n int) { ToFloat16(others(c, n, writes, zero[uint16]), others(c, n, reads, f32(c))) }},
		{"FromBFloat16", func(c *call[T], _, n int) {
			FromBFloat16(others(c, n, writes, zero[float32]), others(c, n, reads, half(c, 0x7f80)))
		}},
		{"ToBFloat16", func(c *call[T], _, n int) {
			ToBFloat16(others(c, n, writes, zero[uint16]), others(c, n, reads, f32(c)))
		}},
		{"FromBytes", func(c *call[T], _, n int) { FromBytes(c.out(n), others(c, n, reads, random[uint8](c)), 0.5, -1) }},
	}
}
