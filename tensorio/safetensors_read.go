package tensorio

import (
	"bufio"
	"fmt"
	"io"
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// ReadSafetensors reads the tensors of path, in the order of their data, and
// its metadata (nil if there is none). F32 and F64 are read, other types
// refused by name. It is an error if the header and the file's size disagree,
// if tensors overlap or leave gaps, or if a name occurs twice; every error
// starts with the path. Values may be anything, also NaN.
func ReadSafetensors(path string) ([]Tensor, map[string]string, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	tensors, metadata, err := decodeSafetensors(f, size)
	if err != nil {
		return nil, nil, fileError(path, err)
	}
	return tensors, metadata, nil
}

// decodeSafetensors reads a file of size bytes. Nothing is allocated before the
// header has been found to agree with that size.
func decodeSafetensors(file io.Reader, size int64) ([]Tensor, map[string]string, error) {
	r := bufio.NewReaderSize(file, 1<<16)
	entries, metadata, err := readSafetensorsHeader(r, size)
	if err != nil {
		return nil, nil, err
	}
	tensors := make([]Tensor, len(entries))
	for i, e := range entries {
		if tensors[i], err = readTensor(r, e); err != nil {
			return nil, nil, fmt.Errorf("tensor %q: %w", e.name, err)
		}
	}
	return tensors, metadata, nil
}

// readSafetensorsHeader reads the header of a file of size bytes.
func readSafetensorsHeader(r io.Reader, size int64) ([]tensorEntry, map[string]string, error) {
	var start [8]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return nil, nil, fmt.Errorf("header is truncated: %w", err)
	}
	n, err := headerLen(start, size)
	if err != nil {
		return nil, nil, err
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, nil, fmt.Errorf("header is truncated: %w", err)
	}
	entries, metadata, err := parseSafetensorsHeader(text)
	if err != nil {
		return nil, nil, fmt.Errorf("header: %w", err)
	}
	return entries, metadata, checkLayout(entries, uint64(size-8-n))
}

// readTensor reads the data that comes next.
func readTensor(r io.Reader, e tensorEntry) (Tensor, error) {
	t := Tensor{Name: e.name, Shape: make([]int, len(e.shape))}
	for i, dim := range e.shape {
		if dim > math.MaxInt { // possible beside a dimension of 0
			return t, fmt.Errorf("dimension %d does not fit this machine's integers", dim)
		}
		t.Shape[i] = int(dim)
	}
	n := (e.end - e.begin) / uint64(e.dtype.size())
	if n > math.MaxInt/uint64(e.dtype.size()) {
		return t, fmt.Errorf("%d bytes do not fit in memory", e.end-e.begin)
	}
	var err error
	if e.dtype == float32Type {
		t.F32, err = readFloats[float32](r, int(n))
	} else {
		t.F64, err = readFloats[float64](r, int(n))
	}
	return t, err
}

// readFloats reads n little-endian numbers of T.
func readFloats[T kernels.Float](r io.Reader, n int) ([]T, error) {
	x := make([]T, n)
	d := dtypeOf[T]()
	raw := make([]byte, min(n, tileValues)*d.size())
	for done := 0; done < n; {
		part := x[done:min(n, done+tileValues)]
		raw := raw[:len(part)*d.size()]
		if _, err := io.ReadFull(r, raw); err != nil {
			return nil, fmt.Errorf("data is truncated: %w", err)
		}
		convert(part, raw, d)
		done += len(part)
	}
	return x, nil
}

// ReadSafetensorsMetadata reads the metadata of path alone, nil if there is none. Its
// errors are ReadSafetensors'.
func ReadSafetensorsMetadata(path string) (map[string]string, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	_, metadata, err := readSafetensorsHeader(f, size)
	if err != nil {
		return nil, fileError(path, err)
	}
	return metadata, nil
}
