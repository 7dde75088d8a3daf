package tensorio

import (
	"bytes"
	_ "embed"
	"sync"

	"github.com/lamina-go/lamina/kernels"
)

// Source and licence are in digits.SOURCE.md.
//
//go:embed digits.csv.gz
var digitsCSV []byte

// Digits returns the embedded handwritten digits: 1,797 rows of 64 columns,
// each an 8×8 picture with values 0…16, and the digit as its label. It is the
// test part of "Optical Recognition of Handwritten Digits" by E. Alpaydin and
// C. Kaynak (UCI Machine Learning Repository, CC BY 4.0).
func Digits[T kernels.Float]() Dataset[T] {
	raw, info := digits()
	return &array[T]{base{len(raw) / 64, 64, info}, raw, uint8Type}
}

// digits unpacks the file once; its values fit bytes.
var digits = sync.OnceValues(func() ([]byte, Info) {
	s, err := newSource("digits.csv.gz", bytes.NewReader(digitsCSV), int64(len(digitsCSV)))
	if err != nil {
		panic(err)
	}
	ds, err := openCSV[float32](s, Options{Header: HeaderNo, Label: "65"})
	if err != nil {
		panic(err)
	}
	all, err := ReadAll(ds)
	if err != nil {
		panic(err)
	}
	raw := make([]byte, len(all.Data))
	for i, v := range all.Data {
		raw[i] = byte(v)
	}
	return raw, Info{Labels: ds.Labels(), Image: Image{Height: 8, Width: 8}}
})
