package tensorio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// The IDX format (Y. LeCun, "The MNIST database", section "File formats"):
// 00 00 type dims, then each dimension as a big-endian uint32, then the data.
var idxTypes = map[byte]dtype{
	0x08: uint8Type, 0x09: int8Type, 0x0B: int16Type, 0x0C: int32Type, 0x0D: float32Type, 0x0E: float64Type,
}

func isIDX(head []byte) bool {
	if len(head) < 4 || head[0] != 0 || head[1] != 0 {
		return false
	}
	_, ok := idxTypes[head[2]]
	return ok
}

// namedIDX tells from a file's name that it should be IDX, whatever it holds.
func namedIDX(name string) bool {
	return strings.HasSuffix(name, ".idx") || strings.HasSuffix(name, "-ubyte")
}

func readIDX[T kernels.Float](s *source) (*array[T], error) {
	var magic [4]byte
	if _, err := io.ReadFull(s.r, magic[:]); err != nil {
		return nil, s.errorf("IDX header is truncated: %w", err)
	}
	if !isIDX(magic[:]) {
		return nil, s.errorf("not an IDX file: starts with % x, expected 00 00, a type (08, 09, 0b, 0c, 0d or 0e) and the number of dimensions", magic)
	}
	dims := make([]byte, 4*int(magic[3]))
	if _, err := io.ReadFull(s.r, dims); err != nil {
		return nil, s.errorf("IDX header is truncated: %d dimensions expected: %w", magic[3], err)
	}
	h := arrayFile{dtype: idxTypes[magic[2]], bigEndian: true, headerLen: int64(4 + len(dims))}
	for ; len(dims) > 0; dims = dims[4:] {
		h.shape = append(h.shape, uint64(binary.BigEndian.Uint32(dims)))
	}
	return readArray[T](s, h)
}

// openIDX reads images and, if they lie beside them, their labels.
func openIDX[T kernels.Float](s *source) (Dataset[T], error) {
	a, err := readIDX[T](s)
	if err != nil {
		return nil, err
	}
	for _, path := range idxLabelPaths(s.path) {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if a.info.Labels, err = readIDXLabels(path); err != nil {
			return nil, err
		}
		if n := len(a.info.Labels.Class); n != a.rows {
			return nil, fileError(path, fmt.Errorf("%d labels, expected %d, one for each row of %s", n, a.rows, s.path))
		}
		break
	}
	return a, nil
}

// idxLabelPaths returns where the labels of images at path would be:
// train-images-idx3-ubyte.gz has train-labels-idx1-ubyte.gz, packed or not.
func idxLabelPaths(path string) []string {
	dir, name := filepath.Split(path)
	plain, packed := strings.CutSuffix(name, ".gz")
	if !strings.Contains(plain, "images") {
		return nil
	}
	labels := dir + strings.NewReplacer("images", "labels", "idx3", "idx1").Replace(plain)
	if packed {
		return []string{labels + ".gz", labels}
	}
	return []string{labels, labels + ".gz"}
}

// readIDXLabels reads a file of bytes, each the class of one row. Classes are
// named by their numbers.
func readIDXLabels(path string) (*Labels, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := newSource(path, f, size)
	if err != nil {
		return nil, err
	}
	a, err := readIDX[float32](s)
	if err != nil {
		return nil, err
	}
	if a.dtype != uint8Type || a.width != 1 {
		return nil, s.errorf("rows of %d %v, expected labels: one uint8 a row", a.width, a.dtype)
	}
	return byteLabels(a.raw), nil
}

// byteLabels makes every byte a class, named by its number, up to the largest.
func byteLabels(raw []byte) *Labels {
	l := &Labels{Class: make([]int, len(raw))}
	for i, v := range raw {
		l.Class[i] = int(v)
		for len(l.Names) <= int(v) {
			l.Names = append(l.Names, strconv.Itoa(len(l.Names)))
		}
	}
	return l
}
