package tensorio

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
)

// pgmHeader is that of a portable graymap (Netpbm, pgm(5)).
type pgmHeader struct {
	plain         bool // numbers as text, P2
	width, height int
	max           int
}

func readPGMHeader(r *bufio.Reader) (h pgmHeader, err error) {
	magic := make([]byte, 2)
	if _, err := io.ReadFull(r, magic); err != nil {
		return h, err
	}
	h.plain = magic[1] == '2'
	for _, n := range []*int{&h.width, &h.height, &h.max} {
		if *n, err = readPGMNumber(r); err != nil {
			return h, fmt.Errorf("header: %w", err)
		}
	}
	if h.max < 1 || h.max > 65535 {
		return h, fmt.Errorf("header: greatest value %d, expected 1 to 65535", h.max)
	}
	return h, nil
}

// readPGMNumber reads a number and the one character after it. Comments run from #
// to the end of a line.
func readPGMNumber(r *bufio.Reader) (int, error) {
	n, digits := 0, 0
	for {
		c, err := r.ReadByte()
		if err == io.EOF && digits > 0 {
			return n, nil
		}
		if err != nil {
			return 0, io.ErrUnexpectedEOF
		}
		switch {
		case c == '#' && digits == 0:
			if _, err := r.ReadSlice('\n'); err != nil && !errors.Is(err, bufio.ErrBufferFull) {
				return 0, io.ErrUnexpectedEOF
			}
		case c >= '0' && c <= '9':
			if n, digits = 10*n+int(c-'0'), digits+1; digits > 9 {
				return 0, errors.New("a number has more than 9 digits")
			}
		case c != ' ' && c != '\t' && c != '\n' && c != '\r':
			return 0, fmt.Errorf("%q, expected a number", c)
		case digits > 0:
			return n, nil
		}
	}
}

func pgmConfig(r io.Reader) (image.Config, error) {
	h, err := readPGMHeader(bufio.NewReader(r))
	return image.Config{Width: h.width, Height: h.height, ColorModel: color.Gray16Model}, err
}

func decodePGM(r io.Reader) (image.Image, error) {
	b := bufio.NewReader(r)
	h, err := readPGMHeader(b)
	if err != nil {
		return nil, err
	}
	m := image.NewGray16(image.Rect(0, 0, h.width, h.height))
	for i := range h.width * h.height {
		v, err := h.value(b)
		if err == nil && v > h.max {
			err = fmt.Errorf("value %d, the greatest is %d", v, h.max)
		}
		if err != nil {
			return nil, fmt.Errorf("row %d, column %d: %w", i/h.width+1, i%h.width+1, err)
		}
		m.SetGray16(i%h.width, i/h.width, color.Gray16{Y: uint16(v * 65535 / h.max)})
	}
	return m, nil
}

func (h pgmHeader) value(r *bufio.Reader) (int, error) {
	if h.plain {
		return readPGMNumber(r)
	}
	var raw [2]byte
	part := raw[1:]
	if h.max > 255 {
		part = raw[:]
	}
	if _, err := io.ReadFull(r, part); err != nil {
		return 0, io.ErrUnexpectedEOF
	}
	return int(raw[0])<<8 | int(raw[1]), nil
}
