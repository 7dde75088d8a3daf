// Package nn holds the parts that neural networks are built from: dense layers,
// activations, likelihoods, initialisers, optimisers, learning-rate schedules and
// a gradient checker. Package autoencoder composes them.
//
// # One buffer
//
// All parameters of a network live in one contiguous []T. A [Layout] says which
// part of it belongs to which tensor, and the gradient and the optimiser's moments
// are buffers of the same layout. So an optimiser step is one pass over memory,
// keeping the best parameters so far is one copy, and a layer holds no numbers at
// all: it is told the buffers when it is called, and is therefore safe to use
// from many goroutines.
//
//	var layout nn.Layout
//	enc := nn.AddDense[float32](&layout, "encoder.0", 64, 8, tanh) // W is 64×8, b is 1×8
//	dec := nn.AddTied(&layout, "decoder.0", enc, identity)         // uses Wᵀ, has its own bias
//	params := make([]float32, layout.Size())
//	grads := make([]float32, layout.Size())
//	enc.Forward(params, x, h) // x is B×64, h is B×8
//
// # The same bits everywhere
//
// Nothing here computes with math.Exp, math.Log or math.Pow, whose last bits differ
// between machines, and no product is left for the compiler to fuse into a sum: it
// is all kernels, + − × ÷ and sqrt. A network trained here is the same, bit for
// bit, on every machine and for every GOMAXPROCS.
//
// Everything is generic over [kernels.Float]: float32 to train in, float64 to check
// gradients in ([CheckGradient]).
package nn
