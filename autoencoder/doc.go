// Package autoencoder trains and applies autoencoders: networks that learn a code
// h = f(x) from which x can be told again, r = g(h).
//
// # Use
//
//	c, err := autoencoder.Variant("denoising") // or plain, sparse, contractive
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
//	sparse       Ω = λ Σ|hᵢ|, −log of a Laplace prior over codes less a constant
//	denoising    x̃ is x with some entries masked, or set to their extremes
//	contractive  Ω = λ ‖∂f/∂x‖²_F, with tied weights
//
// A Stack is models of any kind, each trained on the codes of the one below. It
// unrolls into one deep model, and a Classifier starts from it; both are then trained
// as a whole.
//
// The parts combine freely: a denoising model may be sparse as well, and a
// contractive one see corrupted rows. Combinations without a meaning are refused
// with an error that says why. −log p sums over columns; the default likelihood, a
// Gaussian with σ² = ½, makes it the squared error plus a constant.
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
