// Package tensorio brings data sets and models in from files and out to files.
//
// # Data in
//
// Open reads a file, or the embedded digits, as a Dataset: a table of float32 or
// float64 with one example in each row, read by ranges of rows.
//
//	ds, err := tensorio.Open[float32]("train.csv", tensorio.Options{Label: "species"})
//	tile := kernels.NewMatrix[float32](64, ds.Width())
//	err = ds.ReadRows(tile, 0) // the first 64 rows
//
// The format is told from the contents, packed with gzip or not:
//
//	IDX   MNIST and its kin; labels are found beside the images
//	NPY   numpy.save: floats, integers and booleans, 1 to N dimensions, C and Fortran order
//	CSV   with or without a header; comma, semicolon or tab; see Options
//
// The first dimension of IDX and NPY counts the rows; the others make one row.
// Numbers keep the file's type in memory (a byte stays a byte) and become T
// when rows are read. NewDense and FromMatrix make a data set of numbers that
// are already there, Subset shows some rows of another, ReadAll copies all.
//
// # Data out
//
// WriteCSV and WriteNPY write a data set row by row; WriteSafetensors and
// ReadSafetensors hold named tensors with metadata, which is what a model is.
// All of them write through WriteFileAtomic: a file is there entirely or, after
// any failure, as it was before.
//
// # Errors
//
// A file is never trusted. Whatever it holds, the result is data or one line
// that names the file, the place and what was expected, and no more memory is
// taken than the bytes that are really there account for. Rows and columns in
// messages count from 1. A gzip stream is unpacked as it is read; how much it
// unpacks to is limited for IDX and NPY by their headers, for CSV by the memory
// alone.
package tensorio
