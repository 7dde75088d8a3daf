package kernels

import "fmt"

// The Jacobian of a deep encoder hₗ = sₗ(hₗ₋₁Wₗ + bₗ), weights stored in × out,
// is J = D_L W_Lᵀ … D₁ W₁ᵀ with Dₗ = diag(sₗ′(aₗ)). Two ways lead to the exact
// ‖J‖²_F and its gradient, both from the kernels below and Gemm:
//
// Two layers, through the Gram matrix G = W₁ᵀW₁ (hidden × hidden, once for a
// batch). For each row
//
//	M = D₁ W₂ D₂                 ScaleRowsCols(M, d₁, W₂, d₂)
//	P = G M                      Gemm
//	‖J‖²_F = ⟨M, P⟩              FrobeniusDot(M, P), since it is tr(MᵀGM)
//
// The gradient with respect to M is 2P, and M depends on three things:
//
//	∂W₂ += 2 D₁ P D₂             AddScaledRowsCols(2, d₁, P, d₂, ∂W₂)
//	∂d₁ᵢ += 2 Σⱼ Pᵢⱼ W₂ᵢⱼ d₂ⱼ    ScaledProductGrad(2, P, W₂, d₁, d₂, ∂d₁, ∂d₂)
//	∂d₂ⱼ += 2 Σᵢ Pᵢⱼ W₂ᵢⱼ d₁ᵢ    in the same pass
//
// With respect to G it is MMᵀ, so that ∂W₁ += 2 W₁ (Σ MMᵀ), with the sum over
// the rows of the batch. From ∂d to the pre-activation: ∂a += ∂d·s″(a).
//
// Any depth, from the code's narrow side: R_L = D_L (k × k for k codes) and
// Rₗ₋₁ = (Rₗ Wₗᵀ) Dₗ₋₁, by Gemm over the stacked rows of a batch and ScaleCols;
// R₀ = R₁W₁ᵀ is J. With R̄₀ = 2R₀, going back:
//
//	R̄ₗ = (R̄ₗ₋₁ Dₗ₋₁) Wₗ;  ∂Wₗ += (R̄ₗ₋₁ Dₗ₋₁)ᵀ Rₗ;  ∂dₗ₋₁ = column sums of R̄ₗ₋₁ ∘ (Rₗ Wₗᵀ)

// ScaleRowsCols is: for i, j { dst[i][j] = (r[i] · m[i][j]) · c[j] }, the
// product diag(r)·m·diag(c). dst has m's shape and is disjoint from m, r and c;
// r has an element for each row, c for each column.
func ScaleRowsCols[T Float](dst Matrix[T], r []T, m Matrix[T], c []T) {
	checkScaled("ScaleRowsCols", dst, r, m, c)
	for i, f := range r {
		d, s := dst.Row(i), m.Row(i)
		raceRead(s)
		raceWrite(d)
		dispatchScaleProduct(active, d, s, c, f)
	}
}

func scaleProductGo[T Float](dst, x, y []T, alpha T) {
	for i, v := range x {
		dst[i] = T(alpha*v) * y[i]
	}
}

// AddScaledRowsCols is: for i, j { dst[i][j] = fma((alpha·r[i]) · m[i][j],
// c[j], dst[i][j]) }, which adds alpha·diag(r)·m·diag(c). Shapes and aliasing
// are ScaleRowsCols's.
func AddScaledRowsCols[T Float](alpha T, r []T, m Matrix[T], c []T, dst Matrix[T]) {
	checkScaled("AddScaledRowsCols", dst, r, m, c)
	for i, f := range r {
		d, s := dst.Row(i), m.Row(i)
		raceRead(s)
		raceWrite(d)
		dispatchAddScaledProduct(active, d, c, s, T(alpha*f))
	}
}

// FrobeniusDot returns ⟨x, y⟩ = Σᵢⱼ x[i][j]·y[i][j]: Dot of each pair of rows,
// added in ascending order. FrobeniusDot(x, x) is ‖x‖²_F. Both have one shape.
func FrobeniusDot[T Float](x, y Matrix[T]) T {
	x.check("FrobeniusDot", "x")
	y.check("FrobeniusDot", "y")
	if x.Rows != y.Rows || x.Cols != y.Cols {
		panic(fmt.Sprintf("kernels: FrobeniusDot: x is %d×%d, y %d×%d", x.Rows, x.Cols, y.Rows, y.Cols))
	}
	var sum T
	for i := range x.Rows {
		sum += Dot(x.Row(i), y.Row(i))
	}
	return sum
}

// ScaledProductGrad carries the gradient p by diag(r)·w·diag(c) back to r and
// c, times alpha, in one pass over p and w:
//
//	dr[i] = fma(alpha, Σⱼ (p[i][j]·w[i][j])·c[j], dr[i])     the sum in Dot's lanes
//	dc[j] = fma(alpha·r[i], p[i][j]·w[i][j], dc[j])          for i ascending
//
// p and w have one shape; r and dr have an element for each row, c and dc for
// each column. dr and dc are disjoint from all others.
func ScaledProductGrad[T Float](alpha T, p, w Matrix[T], r, c, dr, dc []T) {
	const op = "ScaledProductGrad"
	p.check(op, "p")
	w.check(op, "w")
	if p.Rows != w.Rows || p.Cols != w.Cols {
		panic(fmt.Sprintf("kernels: %s: p is %d×%d, w %d×%d", op, p.Rows, p.Cols, w.Rows, w.Cols))
	}
	checkLen(op, "r", len(r), p.Rows)
	checkLen(op, "dr", len(dr), p.Rows)
	checkLen(op, "c", len(c), p.Cols)
	checkLen(op, "dc", len(dc), p.Cols)
	for _, d := range [2][]T{dr, dc} {
		if overlaps(d, r) || overlaps(d, c) || overlaps(d, p.extent()) || overlaps(d, w.extent()) {
			panicLength(op, len(d))
		}
	}
	if overlaps(dr, dc) {
		panicLength(op, len(dr))
	}
	raceRead(r)
	raceRead(c)
	raceWrite(dr)
	raceWrite(dc)
	for i, f := range r {
		pi, wi := p.Row(i), w.Row(i)
		raceRead(pi)
		raceRead(wi)
		dr[i] = fma(alpha, dispatchScaledProductGrad(active, dc, pi, wi, c, T(alpha*f)), dr[i])
	}
}

func scaledProductGradGo[T Float](acc *[maxLanes]T, dc, p, w, c []T, alpha T) {
	m := lanes[T]() - 1
	for i, v := range p {
		t := T(v * w[i])
		acc[i&m] = fma(t, c[i], acc[i&m])
		dc[i] = fma(alpha, t, dc[i])
	}
}

func checkScaled[T Float](op string, dst Matrix[T], r []T, m Matrix[T], c []T) {
	checkSameShape(op, dst, m)
	checkLen(op, "r", len(r), m.Rows)
	checkLen(op, "c", len(c), m.Cols)
	if overlaps(r, dst.extent()) || overlaps(c, dst.extent()) {
		panic("kernels: " + op + ": the result overlaps a vector")
	}
	raceRead(r)
	raceRead(c)
}
