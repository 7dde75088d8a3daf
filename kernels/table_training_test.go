package kernels

func rowsLikelihoods[T Float]() []row[T] {
	return []row[T]{
		{"GaussianGrad", 2, 3, func(l level, s [][]T) T { return dispatchGaussianGrad(l, s[0], s[1], s[2], s[3], s[4], testScalar) }},
		{"GaussianFloorGrad", 2, 3, func(l level, s [][]T) T {
			return dispatchGaussianFloorGrad(l, s[0], s[1], s[2], s[3], s[4], testScalar, 0.01)
		}},
		{"ContinuousBernoulliGrad", 1, 2, func(l level, s [][]T) T {
			return dispatchContinuousBernoulliGrad(l, s[0], s[1], s[2], testScalar)
		}},
		{"ContinuousBernoulliMean", 1, 1, func(l level, s [][]T) T { dispatchContinuousBernoulliMean(l, s[0], s[1]); return 0 }},
		{"PoissonGrad", 1, 2, func(l level, s [][]T) T { return dispatchPoissonGrad(l, s[0], s[1], s[2], testScalar) }},
		{"LaplaceGrad", 1, 2, func(l level, s [][]T) T { return dispatchLaplaceGrad(l, s[0], s[1], s[2], testScalar) }},
		{"CrossEntropyGrad", 1, 2, func(l level, s [][]T) T {
			return dispatchCrossEntropyGrad(l, s[0], s[1], s[2], testScalar, 0.3, 1.1)
		}},
	}
}

func rowsJacobians[T Float]() []row[T] {
	return []row[T]{
		{"JacobianRow", 2, 3, func(l level, s [][]T) T { return dispatchJacobianRow(l, s[0], s[1], s[2], s[3], s[4], testScalar) }},
		{"ScaleProduct", 1, 2, func(l level, s [][]T) T { dispatchScaleProduct(l, s[0], s[1], s[2], testScalar); return 0 }},
		{"ScaledProductGrad", 1, 3, func(l level, s [][]T) T {
			return dispatchScaledProductGrad(l, s[0], s[1], s[2], s[3], testScalar)
		}},
	}
}

func rowsOptimisersMore[T Float]() []row[T] {
	return []row[T]{
		{"AdamWStep", 3, 1, func(l level, s [][]T) T {
			dispatchAdamwStep(l, s[0], s[1], s[2], s[3], 0.01, 0.9, 0.1, 0.999, 0.001, 1e-8, 1.3, 1.7, 0.03)
			return 0
		}},
		{"NesterovStep", 2, 1, func(l level, s [][]T) T { dispatchNesterovStep(l, s[0], s[1], s[2], 0.01, 0.9); return 0 }},
	}
}
