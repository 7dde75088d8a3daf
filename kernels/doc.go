// Package kernels has vector and matrix kernels in SIMD assembly, generated,
// without cgo:
//
//	kernels.Exp(y, x)                                // y[i] = e^x[i]
//	s := kernels.Dot(x, y)                           // inner product
//	kernels.Gemm(false, true, 1, a, b, 0, c)         // C = A·Bᵀ
//
// # Same bits
//
// Every kernel is defined by a loop in pure Go, which its documentation
// states. The implementations for AVX-512, AVX2 and NEON return the same bits
// as the definition, for every length, alignment and GOMAXPROCS, where any NaN
// counts as any other. What is computed on one machine is what every machine
// computes.
//
// Reductions run in 64 virtual lanes for float32 and 32 for float64: lane i
// takes the elements ≡ i, starting from +0, and then the upper half of the
// lanes is added onto the lower until one is left. Maxima and minima, of slices
// and element by element, are those of Go's max and min: NaN if there is one,
// and −0 < +0. Functions such as Exp are
// one range reduction and one polynomial, in explicit fused multiply-adds.
//
// # Slices and matrices
//
// Kernels are generic over [Float]: float32 and float64. Slices of one call
// have one length; a result may be one of its sources or disjoint from them.
// Lengths that differ and slices that overlap otherwise are errors of the
// programmer, and panic with the kernel's name and the sizes. A [Matrix] has
// the fields of gonum's blas64.General: Matrix[float64](m.RawMatrix()) is a
// conversion and copies nothing.
//
// No kernel reads or writes a byte outside its slices or allocates, and none but
// [Gemm], its kin, [Syrk] and [Gemv], which share them with other goroutines, makes
// its arguments escape; no assembly call runs longer than about 100 µs. NaN, ±Inf, −0 and
// subnormal numbers are what the definition makes of them: 0·NaN is NaN, in Gemm
// too.
//
// # Implementations
//
// The fastest implementation that the machine supports is chosen when the
// program starts. [Implementations] lists them and [Active] names the one in
// use. The environment variable LAMINA_ISA, as in LAMINA_ISA=avx2, chooses
// another; [EnvError] tells if it names none. The build tag purego leaves
// only the definitions.
//
// # Random numbers
//
// [Philox] is counter-based: a variate depends on seed, stream and position
// alone, so that streams are the same on every machine and in any order.
//
// # Jacobians
//
// A contractive penalty ‖J‖²_F takes [JacobianSigmoid], [JacobianTanh], [JacobianReLU] or,
// for other activations, [JacobianRow] for an encoder of one layer. That of a deep encoder
// hₗ = sₗ(hₗ₋₁Wₗ + bₗ), weights stored in × out, is J = D_L W_Lᵀ … D₁ W₁ᵀ with Dₗ =
// diag(sₗ′(aₗ)). Two ways lead to the exact ‖J‖²_F and its gradient:
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
package kernels
