// Package preprocess makes rows ready for sparse coding: contrast is normalised row
// by row, and columns are centred, scaled or whitened with statistics of the training
// rows.
//
//	p, err := preprocess.Fit(rows, preprocess.Spec{Contrast: "local", Whitening: "zca"})
//	z := kernels.NewMatrix[float32](rows.Rows, p.Outputs())
//	p.Apply(z, rows)
//
// The steps, each of which may be left out, in their order:
//
//	rectify    codes of a layer below become |x| or max(x, 0)
//	contrast   a row's mean is taken off; local also divides by its deviation
//	           √(variance + floor²), so that faint rows do not become noise
//	whitening  the columns' means are taken off, and then standard divides by their
//	           deviations, pca turns to decorrelated components of variance 1, and
//	           zca turns those back, so that a whitened picture looks like one
//
// The eigenvectors come from one-sided Jacobi rotations (Hestenes 1958) in float64,
// on kernels whose bits are the same on every machine, and so are those of a
// Pipeline.
package preprocess
