package kernels

// ReLU is: for i, x := range src { if x < 0 { x = 0 }; dst[i] = x }. Exact.
//
// ReLU(−0) is −0 and ReLU(NaN) is NaN. dst is src itself or disjoint from it;
// both have one length.
func ReLU[T Float](dst, src []T) {
	checkMap("ReLU", dst, src)
	dispatchRelu(active, dst, src)
}

func reluGo[T Float](dst, src []T) {
	for i, x := range src {
		if x < 0 {
			x = 0
		}
		dst[i] = x
	}
}

// ReLUGrad is: for i, d := range dy { if y[i] > 0 { dst[i] = d } else
// { dst[i] = 0 } }, the gradient before a ReLU from the gradient dy after it
// and its output y; a NaN in y gives 0. dst is dy or y itself, or disjoint
// from both; all have one length.
func ReLUGrad[T Float](dst, dy, y []T) {
	checkMap2("ReLUGrad", dst, dy, y)
	dispatchReluGrad(active, dst, dy, y)
}

func reluGradGo[T Float](dst, dy, y []T) {
	for i, v := range y {
		d := dy[i]
		if !(v > 0) {
			d = 0
		}
		dst[i] = d
	}
}
