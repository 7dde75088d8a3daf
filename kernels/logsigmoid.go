package kernels

// LogSigmoid is: for i, x := range src { dst[i] = −log(1 + e^−x) }, Softplus
// of −x with its sign changed. ≤ 2 ULP.
//
// LogSigmoid(+Inf) is −0, LogSigmoid(−Inf) is −Inf, LogSigmoid(NaN) is NaN. dst
// is src itself or disjoint from it; both have one length.
func LogSigmoid[T Float](dst, src []T) {
	checkMap("LogSigmoid", dst, src)
	dispatchLogSigmoid(active, dst, src)
}

func logSigmoidGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = -softplus1(-x)
	}
}
