// Package sparsecode finds sparse codes of rows in a dictionary, each with a
// certificate of how far it can be from the best.
//
//	coder, err := sparsecode.New(dictionary, sparsecode.Options{Lambda: 0.2})
//	h := kernels.NewMatrix[float32](x.Rows, coder.Atoms())
//	certificates := make([]sparsecode.Certificate, x.Rows)
//	err = coder.Solve(h, x, kernels.Matrix[float32]{}, certificates)
//
// # The objective
//
// For a row x of d numbers and a dictionary D of k atoms, one a row (k×d), the code
// h minimises
//
//	‖x − hD‖² + λ‖h‖₁ + γ‖h − f‖²
//
// without halves: scikit-learn's alpha is λ/2. γ = 0 is sparse coding (Olshausen and
// Field 1996). γ > 0 draws the code to a prediction f of it, as predictive sparse
// decomposition does (Kavukcuoglu, Ranzato and LeCun 2008); it is sparse coding of
// [x; √γ f] in [D; √γ I].
//
// # Solvers
//
// "descent" is block coordinate descent on the Gram matrix G = DDᵀ + γI, row by row.
// A sweep minimises over one coordinate after another, passing over those that are
// zero and stay so, and over those whose correlation is far from the largest: a
// start from zero builds its active set up, which a good start has. After some sweeps
// a block step minimises over all coordinates of the active set at once, by conjugate
// gradients on the set's part of G, within the signs that the sweeps found. It is the
// default, and the faster one when codes are sparse.
//
// "fista" is the accelerated proximal gradient method (Beck and Teboulle 2009) with
// adaptive restart (O'Donoghue and Candès 2015), and no more momentum than γ leaves room
// for, in matrix products over many rows. Its step is 1/L, L = 2(σ_max(D)² + γ); since a
// power iteration finds less than σ_max, it is padded, and a row for which it is still
// too small has its own made larger. Rows that are done leave the batch.
//
// # Certificates
//
// A row is done when its duality gap, relative to ‖x‖² + γ‖f‖², is at most the
// tolerance. With q = D(x − hD) + γ(f − h) and s = min(1, λ/(2‖q‖∞)) the gap is
//
//	(1 − s)²(‖x − hD‖² + γ‖h − f‖²) + Σ (λ|hⱼ| − 2s hⱼqⱼ)
//
// in which no term is negative: the difference of the primal
// value and of the dual's at θ = 2s[x − hD; √γ(f − h)]. The objective of h is
// within the gap of the least one. A row that does not get there in the iterations
// allowed, or not with the precision of its type, has a Certificate that says so.
// [Certify] computes certificates in float64, whatever type the codes have.
//
// A row's code depends on the row and its start alone: not on the other rows, the
// number of threads or the machine.
package sparsecode
