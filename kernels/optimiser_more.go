package kernels

// AdamWStep is AdamStep with decoupled weight decay (Loshchilov & Hutter,
// "Decoupled weight decay regularization", ICLR 2019, algorithm 2, with the
// schedule in lr): with q = (C1·m[i]) / (√(C2·v[i]) + ε) and m and v as there,
//
//	p[i] = fma(−lr, fma(decay, p[i], q), p[i])
//
// A NaN or an infinity in g stays in m and v, and p becomes NaN; so does an infinite p,
// for a decay of 0 too.
//
// For finite p, a decay of 0 gives AdamStep's bits. The four slices have one
// length and are disjoint.
func AdamWStep[T Float](c AdamConfig[T], decay T, p, g, m, v []T) {
	checkStep("AdamWStep", true, p, g, m, v)
	dispatchAdamwStep(active, p, m, v, g, c.LR, c.Beta1, 1-T(c.Beta1), c.Beta2, 1-T(c.Beta2), c.Eps, c.C1, c.C2, decay)
}

func adamwStepGo[T Float](p, m, v, g []T, lr, beta1, omBeta1, beta2, omBeta2, eps, c1, c2, decay T) {
	for i, d := range g {
		q := adamDirection(&m[i], &v[i], d, beta1, omBeta1, beta2, omBeta2, eps, c1, c2)
		p[i] = fma(-lr, fma(decay, p[i], q), p[i])
	}
}

// NesterovStep updates the parameters p and the momentum buffer buf in place
// from the gradient g, with Nesterov's momentum as Sutskever et al. have it
// ("On the importance of initialization and momentum in deep learning", ICML
// 2013): buf[i] = flush(fma(momentum, buf[i], g[i])), where flush is as for
// AdamStep; p[i] = fma(−lr, fma(momentum,
// buf[i], g[i]), p[i]). A NaN in g stays in buf and p; an infinity stays in buf and is
// in p with the other sign, but as NaN for a momentum of 0.
// The three slices have one length and are disjoint.
func NesterovStep[T Float](lr, momentum T, p, g, buf []T) {
	checkStep("NesterovStep", false, p, g, buf, nil)
	dispatchNesterovStep(active, p, buf, g, lr, momentum)
}

func nesterovStepGo[T Float](p, buf, g []T, lr, momentum T) {
	for i, d := range g {
		buf[i] = flush(fma(momentum, buf[i], d))
		p[i] = fma(-lr, fma(momentum, buf[i], d), p[i])
	}
}
