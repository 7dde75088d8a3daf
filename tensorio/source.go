package tensorio

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
)

// maxDeflateRatio is the most that deflate can expand: 258 bytes for two bits
// (RFC 1951, 3.2.5), which zlib's documentation gives as 1032:1.
const maxDeflateRatio = 1032

// source is an input file, unpacked on the way if it is gzip. The path is only
// its name in messages.
type source struct {
	path string
	file io.ReadSeeker
	size int64 // bytes in the file, packed
	gzip bool
	r    *bufio.Reader // the contents, unpacked
}

// openRegular opens a file for reading and returns its size in bytes.
func openRegular(path string) (*os.File, int64, error) {
	// Stat comes first because opening a named pipe would wait for its writer.
	if err := checkRegular(os.Stat(path)); err != nil {
		return nil, 0, fileError(path, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, fileError(path, err)
	}
	info, err := f.Stat()
	if err = checkRegular(info, err); err != nil {
		f.Close()
		return nil, 0, fileError(path, err)
	}
	return f, info.Size(), nil
}

func checkRegular(info os.FileInfo, err error) error {
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("is a directory, expected a file")
	case !info.Mode().IsRegular():
		return errors.New("is not a regular file")
	case info.Size() == 0:
		return errors.New("is empty")
	}
	return nil
}

func newSource(path string, file io.ReadSeeker, size int64) (*source, error) {
	s := &source{path: path, file: file, size: size}
	return s, s.rewind()
}

// rewind goes back to the start of the contents.
func (s *source) rewind() error {
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return fileError(s.path, err)
	}
	s.r = bufio.NewReaderSize(s.file, 1<<16)
	if magic, _ := s.r.Peek(2); string(magic) != "\x1f\x8b" {
		return nil
	}
	s.gzip = true
	z := &gunzip{}
	var err error
	if z.r, err = gzip.NewReader(s.r); err != nil {
		return s.fail(gzipError(err))
	}
	s.r = bufio.NewReaderSize(z, 1<<16)
	return nil
}

// fail prefixes err with the path.
func (s *source) fail(err error) error { return fileError(s.path, err) }

// errorf is fail for a new error.
func (s *source) errorf(format string, args ...any) error {
	return s.fail(fmt.Errorf(format, args...))
}

// gunzip says of its errors that they come from the packing.
type gunzip struct{ r *gzip.Reader }

func (z *gunzip) Read(p []byte) (int, error) {
	n, err := z.r.Read(p)
	if err != nil && err != io.EOF {
		err = gzipError(err)
	}
	return n, err
}

func gzipError(err error) error {
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("gzip stream is truncated or followed by something else: %w", io.ErrUnexpectedEOF)
	case errors.Is(err, gzip.ErrHeader): // of the first member, or of what follows it
		return fmt.Errorf("gzip stream is damaged or followed by something else: %w", err)
	}
	return fmt.Errorf("gzip stream is damaged: %w", err)
}

// payload reads the n bytes that a header of headerLen bytes has promised, which
// must be all that is left. Memory grows with what is really there, so a header
// that lies costs nothing. what names the promise in messages.
func (s *source) payload(what string, headerLen int64, n uint64) ([]byte, error) {
	if s.gzip {
		if n/maxDeflateRatio > uint64(s.size) {
			return nil, s.errorf("header promises %s = %d bytes of data, more than %d packed bytes can hold", what, n, s.size)
		}
	} else if have := s.size - headerLen; n != uint64(have) {
		return nil, s.errorf("header promises %s = %d bytes of data, the file holds %d", what, n, have)
	}
	if n > math.MaxInt {
		return nil, s.errorf("%d bytes of data do not fit in memory", n)
	}
	data, err := readExactly(s.r, int(n))
	if err == io.EOF {
		return nil, s.errorf("header promises %s = %d bytes of data, the file holds %d: %w", what, n, len(data), io.ErrUnexpectedEOF)
	}
	if err != nil {
		return nil, s.fail(err)
	}
	// Reading to the end also verifies gzip's checksum.
	switch _, err := s.r.ReadByte(); err {
	case io.EOF:
		return data, nil
	case nil:
		return nil, s.errorf("header promises %s = %d bytes of data, the file goes on after them", what, n)
	default:
		return nil, s.fail(err)
	}
}

// readExactly reads n bytes, or returns what there is and io.EOF.
func readExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, 0, min(n, 1<<20))
	for len(buf) < n {
		if len(buf) == cap(buf) {
			grown := make([]byte, len(buf), len(buf)+min(n-len(buf), len(buf)))
			copy(grown, buf)
			buf = grown
		}
		m, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+m]
		if err != nil && len(buf) < n {
			return buf, err
		}
	}
	return buf, nil
}
