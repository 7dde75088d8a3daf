package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// data are pictures: those to train on, some of which training holds out to know when to
// end, and those that figures are measured on, which no choice depends on.
type data struct{ train, test tensorio.Dataset[float32] }

func open(dir string, rows int) (data, error) {
	var d data
	for _, part := range []struct {
		file string
		into *tensorio.Dataset[float32]
	}{{"train-images-idx3-ubyte.gz", &d.train}, {"t10k-images-idx3-ubyte.gz", &d.test}} {
		ds, err := tensorio.Open[float32](filepath.Join(dir, part.file), tensorio.Options{})
		if errors.Is(err, fs.ErrNotExist) {
			return d, fmt.Errorf("%w: Fashion-MNIST is needed; \"make install-fashion-mnist\" installs Debian's package, -data names another folder", err)
		}
		if err != nil {
			return d, err
		}
		if ds.Labels() == nil {
			return d, fmt.Errorf("%s: no labels beside it", filepath.Join(dir, part.file))
		}
		*part.into = ds
	}
	if rows < 0 || rows > d.train.Len() {
		return d, fmt.Errorf("-rows %d: the data has %d", rows, d.train.Len())
	}
	if rows > 0 {
		d.train = tensorio.Subset(d.train, upTo(rows))
	}
	return d, nil
}

// upTo is 0 … n−1.
func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// joined has the training rows and then the test rows.
func (d data) joined() (all tensorio.Dataset[float32], train, test []int, err error) {
	n, m := d.train.Len(), d.test.Len()
	x := kernels.NewMatrix[float32](n+m, d.train.Width())
	if err := d.train.ReadRows(x.RowRange(0, n), 0); err != nil {
		return nil, nil, nil, err
	}
	if err := d.test.ReadRows(x.RowRange(n, n+m), 0); err != nil {
		return nil, nil, nil, err
	}
	rows := upTo(n + m)
	return tensorio.FromMatrix(x), rows[:n], rows[n:], nil
}
