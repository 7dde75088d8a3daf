package kernels

import "fmt"

// AdamConfig holds the numbers of one Adam step (Kingma & Ba, "Adam", ICLR
// 2015, algorithm 1). C1 and C2 are the bias corrections 1/(1−β₁ᵗ) and
// 1/(1−β₂ᵗ) of step t ≥ 1.
type AdamConfig[T Float] struct {
	LR, Beta1, Beta2, Eps, C1, C2 T
}

// AdamStep updates the parameters p and the moments m and v in place from the
// gradient g, in one pass:
//
//	m[i] = flush(fma(β₁, m[i], (1−β₁)·g[i]))
//	v[i] = flush(fma(β₂, v[i], (1−β₂)·(g[i]·g[i])))
//	p[i] = fma(−lr, (C1·m[i]) / (√(C2·v[i]) + ε), p[i])
//
// where flush(x) is x, or +0 where |x| is below the least normal number: the moments
// of parameters whose gradient stays 0, such as those of dead units, would end there,
// and processors take twenty times as long over them. A NaN or an infinity in g stays in m, v and p. The four slices have one length
// and are disjoint.
func AdamStep[T Float](c AdamConfig[T], p, g, m, v []T) {
	checkStep("AdamStep", true, p, g, m, v)
	dispatchAdamStep(active, p, m, v, g, c.LR, c.Beta1, 1-T(c.Beta1), c.Beta2, 1-T(c.Beta2), c.Eps, c.C1, c.C2)
}

func adamStepGo[T Float](p, m, v, g []T, lr, beta1, omBeta1, beta2, omBeta2, eps, c1, c2 T) {
	for i, d := range g {
		p[i] = fma(-lr, adamDirection(&m[i], &v[i], d, beta1, omBeta1, beta2, omBeta2, eps, c1, c2), p[i])
	}
}

// adamDirection updates the moments by the gradient d and returns the quotient.
func adamDirection[T Float](m, v *T, d, beta1, omBeta1, beta2, omBeta2, eps, c1, c2 T) T {
	*m = flush(fma(beta1, *m, T(omBeta1*d)))
	*v = flush(fma(beta2, *v, T(omBeta2*T(d*d))))
	den := sqrt(T(c2**v)) + eps
	return T(c1**m) / den
}

// flush returns x, or +0 where |x| is below the least normal number.
func flush[T Float](x T) T {
	if least := leastNormal[T](); x > -least && x < least {
		return 0
	}
	return x
}

// SGDStep updates the parameters p and the momentum buffer buf in place from
// the gradient g: buf[i] = flush(fma(momentum, buf[i], g[i])), where flush is as
// for AdamStep; p[i] = fma(−lr, buf[i], p[i]). A NaN in g stays in buf and p. The three slices have one length and are
// disjoint.
func SGDStep[T Float](lr, momentum T, p, g, buf []T) {
	checkStep("SGDStep", false, p, g, buf, nil)
	dispatchSgdStep(active, p, buf, g, lr, momentum)
}

func sgdStepGo[T Float](p, buf, g []T, lr, momentum T) {
	for i, d := range g {
		buf[i] = flush(fma(momentum, buf[i], d))
		p[i] = fma(-lr, buf[i], p[i])
	}
}

// checkStep checks the slices of an optimiser's step; only with two moments it has v.
func checkStep[T Float](op string, two bool, p, g, m, v []T) {
	n := len(p)
	if len(g) != n || len(m) != n || two && len(v) != n {
		panicStep(op, two, p, g, m, v)
	}
	if overlaps(p, g) || overlaps(p, m) || overlaps(p, v) || overlaps(m, g) || overlaps(v, g) || overlaps(m, v) {
		panic("kernels: " + op + ": slices overlap")
	}
	raceWrite(p)
	raceWrite(m)
	raceWrite(v)
	raceRead(g)
}

func panicStep[T Float](op string, two bool, p, g, m, v []T) {
	if !two {
		panic(fmt.Sprintf("kernels: %s: lengths p %d, g %d, buf %d differ", op, len(p), len(g), len(m)))
	}
	panic(fmt.Sprintf("kernels: %s: lengths p %d, g %d, m %d, v %d differ", op, len(p), len(g), len(m), len(v)))
}
