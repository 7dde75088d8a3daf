package tensorio

import (
	"bytes"
	"path/filepath"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// DigitsName is the path that Open takes for the embedded digits. A file of
// that name is "./digits".
const DigitsName = "digits"

// Options tells Open what a file does not say itself. The zero value is right
// for a file of numbers. The fields up to OneHot concern CSV alone; a Label is
// refused for other formats.
type Options struct {
	// Label is the column that is set aside as class labels: its name in the
	// header or, if no column has that name, its number counted from 1. Labels
	// may be any text; "" means that there is no such column.
	Label string

	// Header says whether the first row holds the column names.
	Header Header

	// Impute fills in missing values (an empty field, NA, N/A, NaN, null or ?):
	// a column's mean, and for a one-hot column the category's share. The mean
	// is over all rows of the file. Without it a missing value is an error.
	Impute bool

	// OneHot turns a column that holds text into one column for each category,
	// 1 where the row has it and 0 elsewhere, named "column=category".
	// Without it text is an error.
	OneHot bool

	// Patch is the side of the square patches that are drawn from pictures, in pixels,
	// and Patches their number, 0 for DefaultPatches; PatchSeed decides which. Without
	// Patch, every picture is a row, and all have one size.
	Patch     int
	Patches   int
	PatchSeed uint64
}

// Header is how the first row of a CSV file is read.
type Header uint8

const (
	// HeaderAuto takes the first row as names if no field in it is a number.
	HeaderAuto Header = iota
	HeaderYes
	HeaderNo
)

// Open reads a data set from a file, chosen by its contents: IDX, NPY or CSV,
// each also packed with gzip; pictures in a folder or a tar archive, PNG, JPEG, GIF
// or PGM, are read as grey values from 0 to 255. The name "digits" is the embedded data set (see
// Digits). IDX images get the labels beside them: train-images-idx3-ubyte has
// train-labels-idx1-ubyte, if there is one.
//
// Every error is one line that starts with the path and names the place. What
// is missing wraps fs.ErrNotExist. NaN, Inf and numbers that overflow T are
// refused with their row and column, counted from 1; in CSV, rows are the
// file's lines, so the header is row 1, as in an editor or a spreadsheet.
func Open[T kernels.Float](path string, opts Options) (Dataset[T], error) {
	if path == DigitsName {
		if opts.Label != "" {
			return nil, errLabel(&source{path: path})
		}
		if opts.Patch != 0 || opts.Patches != 0 {
			return nil, errPatches(&source{path: path})
		}
		return Digits[T](), nil
	}
	if isDir(path) {
		list, err := readFolder(path)
		if err != nil {
			return nil, err
		}
		return newPictures[T](path, list, opts)
	}
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := newSource(path, f, size)
	if err != nil {
		return nil, err
	}
	return decode[T](s, opts)
}

// decode reads s by the format that its contents and name tell.
func decode[T kernels.Float](s *source, opts Options) (Dataset[T], error) {
	name := strings.TrimSuffix(strings.ToLower(filepath.Base(s.path)), ".gz")
	head, err := s.r.Peek(512)
	if len(head) == 0 {
		if s.gzip && err != nil && strings.HasPrefix(err.Error(), "gzip") {
			return nil, s.fail(err)
		}
		return nil, s.errorf("is empty")
	}
	if isTar(head) {
		list, err := readTar(s)
		if err != nil {
			return nil, err
		}
		return newPictures[T](s.path, list, opts)
	}
	if opts.Patch != 0 || opts.Patches != 0 {
		return nil, errPatches(s)
	}
	idx, npy := isIDX(head) || namedIDX(name), bytes.HasPrefix(head, []byte(npyMagic)) || strings.HasSuffix(name, ".npy")
	switch {
	case (idx || npy) && opts.Label != "":
		return nil, errLabel(s)
	case npy:
		return openNPY[T](s)
	case idx:
		return openIDX[T](s)
	case bytes.IndexByte(head, 0) >= 0 || bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil, s.errorf("starts with %q, expected IDX, NPY, CSV or a tar archive of pictures", head[:min(8, len(head))])
	}
	return openCSV[T](s, opts)
}

func errPatches(s *source) error {
	return s.errorf("patches are drawn from a folder or a tar archive of pictures, which this is not")
}

func errLabel(s *source) error {
	return s.errorf("a label column can be set aside in CSV only")
}
