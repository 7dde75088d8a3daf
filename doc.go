// Package lamina is the root of a module of fast numeric kernels and, on top
// of them, autoencoders. It holds no code; see
//
//   - kernels: vector and matrix kernels in AVX-512, AVX2, NEON and pure Go,
//     with the same bits from each
//   - nn: layers, likelihoods, optimisers and initialisers
//   - autoencoder: the model family, its training and its uses
//   - tensorio: data sets and arrays in and out
//   - cmd/lamina: the command-line program
package lamina

//go:generate go -C gen run . -w
