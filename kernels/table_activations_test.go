package kernels

// scalar1 and scalar2 are map1 and map2 for kernels that take a scalar.
func scalar1[T Float](alpha T, f func(level, []T, []T, T)) func(level, [][]T) T {
	return func(l level, s [][]T) T { f(l, s[0], s[1], alpha); return 0 }
}

func scalar2[T Float](alpha T, f func(level, []T, []T, []T, T)) func(level, [][]T) T {
	return func(l level, s [][]T) T { f(l, s[0], s[1], s[2], alpha); return 0 }
}

func rowsActivations[T Float]() []row[T] {
	return []row[T]{
		{"Expm1", 1, 1, map1(dispatchExpm1[T])},
		{"Log1p", 1, 1, map1(dispatchLog1p[T])},
		{"LogSigmoid", 1, 1, map1(dispatchLogSigmoid[T])},
		{"Erf", 1, 1, map1(dispatchErf[T])},
		{"Sin", 1, 1, map1(dispatchSin[T])},
		{"Cos", 1, 1, map1(dispatchCos[T])},
		{"GELU", 1, 1, map1(dispatchGelu[T])},
		{"GELUGrad", 1, 2, map2(dispatchGeluGrad[T])},
		{"SiLU", 1, 1, map1(dispatchSilu[T])},
		{"SiLUGrad", 1, 2, map2(dispatchSiluGrad[T])},
		{"ELU", 1, 1, scalar1(testScalar, dispatchElu[T])},
		{"ELUGrad", 1, 2, scalar2(-testScalar, dispatchEluGrad[T])},
		{"LeakyReLU", 1, 1, scalar1(testScalar, dispatchLeakyRelu[T])},
		{"LeakyReLUGrad", 1, 2, scalar2(testScalar, dispatchLeakyReluGrad[T])},
		{"SoftThreshold", 1, 1, scalar1(-testScalar, dispatchSoftThreshold[T])},
		{"SoftThresholdGrad", 1, 2, map2(dispatchSoftThresholdGrad[T])},
		{"SoftplusGrad", 1, 2, map2(dispatchSoftplusGrad[T])},
		{"SigmoidCurvature", 1, 1, map1(dispatchSigmoidCurvature[T])},
		{"TanhCurvature", 1, 1, map1(dispatchTanhCurvature[T])},
		{"ELUCurvature", 1, 1, scalar1(testScalar, dispatchEluCurvature[T])},
		{"SoftplusCurvature", 1, 1, map1(dispatchSoftplusCurvature[T])},
		{"SiLUCurvature", 1, 1, map1(dispatchSiluCurvature[T])},
		{"GELUCurvature", 1, 1, map1(dispatchGeluCurvature[T])},
	}
}
