// Package psd is predictive sparse decomposition: sparse coding together with an
// encoder that learns to predict the codes (Kavukcuoglu, Ranzato and LeCun, "Fast
// inference in sparse coding algorithms with applications to object recognition", 2008).
//
//	c := psd.PictureConfig()
//	c.Inputs = patches.Width()
//	m, err := psd.New[float32](c)
//	history, err := m.Fit(ctx, patches, psd.DefaultTraining())
//	f, err := m.Encode(x)                           // predicted codes: one product
//	h, err := m.Optimize(x, sparsecode.Options{})   // codes with certificates
//	err = m.Save("model.safetensors")
//
// # The objective
//
// For a row z, x after preprocessing, the model minimises
//
//	‖z − hD‖² + λ‖h‖₁ + γ‖h − f(z)‖²
//
// over the code h, and then over the parameters, in turn. D has k atoms of unit length,
// one a row; f(z) = g∘s(zW + b) with a gain g for each unit and a function s, which
// Config.Encoder names. There are no halves, so scikit-learn's alpha is λ/2.
//
// # Which encoder, which γ
//
// Codes are 0 in most places, and the soft threshold can say so: tanh leaves several times
// as much of them unpredicted. f(x) itself depends little on γ; the codes do: a large γ draws
// them to f(x), so that f(x) is a good place to start from, at the price of more small
// numbers in them. Codes by another γ, such as the 0 of sparse coding, need no other
// training: Optimize takes it.
//
// # Training
//
// Fit takes the rows in batches. The code step starts at f(z) and ends, for every row,
// when a duality gap certifies that the objective is within the tolerance of its least
// value (see package sparsecode): so it never rises beyond that. Rows that get no
// certificate in the iterations allowed are counted. The step of the parameters is one
// of an optimiser on W, b and g, and for D either the same, followed by projection to
// unit length, or exact: block coordinate descent over atoms from the statistics HᵀH
// and HᵀZ (Mairal, Bach, Ponce and Sapiro 2010), which forget old codes. Between epochs,
// atoms that no code uses and atoms that are like another get the directions of the rows
// that are reconstructed worst.
//
// A batch of all rows (TrainConfig.FullBatch) is full-batch training: then codes are kept
// between steps, and with the exact update nothing is forgotten.
//
// The learning rate follows a schedule, training ends early by TrainConfig.Patience on
// held-out rows, and Observe, TensorBoard and TrainConfig.Logger tell how it goes: as those
// of package autoencoder.
//
// The history has the objective after every half-step. γ = 0 is sparse coding alone; the
// encoder then has no gradient and stays as it is.
//
// # What comes of it
//
// Encode is f alone, which is what makes PSD fast: one product and a function. Optimize
// gives the codes that f predicts. The codes are inputs to a further PSD (see Stack), or
// the encoders are the first layers of a network that another criterion trains further
// (see Stack.Layers).
//
// A model depends on the data, the configurations and their seeds alone, to the last
// bit, whatever the machine or the number of threads.
package psd
