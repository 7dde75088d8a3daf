// Package autoencoder trains and applies autoencoders: networks that learn a code
// h = f(x) from which x can be told again, r = g(h).
//
// # Use
//
//	c, err := autoencoder.Variant("denoising") // or another of Variants
//	c.Inputs = data.Width()
//	m, err := autoencoder.New[float32](c)
//	history, err := m.Fit(ctx, data, autoencoder.DefaultTraining())
//	h, err := m.Encode(x)      // codes, for use elsewhere
//	r, err := m.Reconstruct(x) // in the data's own units
//	s, err := m.Score(x)       // how unlike the training data each row is
//	err = m.Save("model.safetensors")
//
// # The objective
//
// Every variant minimises the mean over a batch of
//
//	−log p(x | f(x̃)) + Ω
//
// and is a choice of its parts, all in Config: the widths of the layers, the
// activations, the likelihood p, tied weights, the corruption C(x̃|x) and a list of
// penalties Ω.
//
//	plain        x̃ = x, no Ω; a code narrower than the data makes it undercomplete
//	linear, pca  identity activations, from random weights or the principal components
//	sparse       Ω = λ Σ|hᵢ|, −log of a Laplace prior over codes less a constant
//	kl-sparse    Ω = λ Σ KL(ρ ‖ ρ̂ⱼ), which holds mean activities to ρ
//	k-sparse     the k largest code units of each row alone
//	denoising    x̃ is x with some entries masked, or set to their extremes, or noise added
//	score        x̃ = x + σε: then (r(x) − x)/σ² estimates ∇ log p(x), see ScoreField
//	contractive  Ω = λ ‖∂f/∂x‖²_F, with tied weights
//	vae          h ~ q(h|x), Ω = β KL(q(h|x) ‖ N(0, I)): the variational bound
//	iwae         the bound −log 1/K Σ p(x, hₛ)/q(hₛ|x) of K draws in place of both
//
// A Stack is models of any kind, each trained on the codes of the one below. It
// unrolls into one deep model, and a Classifier starts from it; both are then trained
// as a whole.
//
// A contractive penalty is exact for encoders of any depth and activation, or an estimate
// from random probes, or a sum over layers; the higher-order one is on its change near x
// (see Penalty). Both need a decoder that cannot make up for small codes: tied weights or
// UnitNorm. What the encoder then answers to is told by Tangents, Jacobian,
// JacobianNorms and Saturation.
//
// The parts combine freely: a denoising model may be sparse as well, and a
// contractive one see corrupted rows. Combinations without a meaning are refused
// with an error that says why. −log p sums over columns; the default likelihood, a
// Gaussian with σ² = ½, makes it the squared error plus a constant.
//
// # Probabilities
//
// −log p(x|h) is exact, constants included, for the Gaussian with fixed or learned
// variance, the Bernoulli (of zeros and ones; of grey values it is a cross-entropy, and
// called that), the continuous Bernoulli, the Laplace, the categorical and the Poisson
// likelihood. Codes may be drawn, too: see Encoder. Sample, SampleDecoder, SampleEncoder
// and SampleReconstruction draw from either side, WalkBack and Langevin run chains, and
// Evidence estimates log p(x) where codes have a prior.
//
// # Control
//
// TrainConfig has the optimiser with its weight decay, the learning rate's schedule,
// clipping, early stopping, callbacks and a logger; TensorBoard is an observer to add.
// A context ends training at the next step. A loss that is not finite ends it with an
// error that names step and layer, and the last good parameters are kept.
//
// # Memory
//
// With P parameters, N rows of d columns and batches of B, Fit takes these numbers of T,
// and scratch of the kernels, up to 4 MiB or so for each core:
//
//	4·P        parameters, the optimiser's two moments (sgd has one), the copy to go back to
//	B·Σ        outputs of the layers, Σ their widths
//	B·2·d      inputs of this batch and of the next; twice that where they are corrupted
//	B·(v + w)  gradients: v, w are the widest of every other layer, from the first and second on
//	B·a        pre-activations, of gelu and silu layers alone, a their widths
//	N·d        the data, scaled, up to 2 GiB: larger data are read again for every batch
//
// and further ones where the objective asks for them:
//
//	P          clipping by the norm: all gradients are there before any step is taken
//	P or less  tied weights (all), penalties on the Jacobian (the encoder's, but none for a
//	           contractive one of a single sigmoid, tanh or relu layer): gradients that
//	           come from two sides
//	K          draws for each row of a random encoder multiply what the decoder has
//	2·n² + 1.5 MiB or so
//	           penalties on the Jacobian of deep encoders, n the first layer's width, where
//	           its Gram matrix is the cheaper way; the higher-order one keeps B·(d + 8·u)
//	           for the encoder's u units, since its neighbours pass through whole layers
//
// The data that Fit is given are the caller's: the command holds them as they are in the
// file beside the scaled copy. 4·P, the inputs and outputs of one batch, N·d and 32 MiB are
// enough for most; not for networks of gelu or silu that are contractive or clipped at batches
// of a thousand, whose pre-activations and gradients are more than these 32 MiB (make memory
// prints both).
//
// Encode, Decode, Reconstruct and what is like them keep workspaces for the next calls: of
// the half of the network that they need, for 16 rows or for 256, at most as many as twice
// GOMAXPROCS (at least 8) of each.
//
// # Units
//
// Columns are scaled with statistics of the training rows, which are kept in the
// model, and everything that comes out is in the data's own units:
// reconstructions, squared errors, and −log p, which is that of the unscaled data
// with all constants, in nats.
//
// # Reproducibility
//
// A model depends on the data, the configurations and their seeds, and on
// nothing else: not on the machine, its instruction set, GOMAXPROCS, or whether
// the data fits in memory. Its file is the same to the last byte. Likewise a row's
// code does not depend on the rows that are encoded with it.
package autoencoder
