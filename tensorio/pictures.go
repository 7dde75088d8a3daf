package tensorio

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A picture is grey, with values from 0 to 65535, row by row.
type picture struct {
	name          string
	height, width int
	pixels        []uint16
}

// maxPixels keeps one picture from asking for all memory.
const maxPixels = 1 << 26

// pictureFormats are told by what files begin with.
var pictureFormats = []struct {
	name, magic string
	perByte     int // pixels that a byte can hold at most
	size        func(io.Reader) (image.Config, error)
	decode      func(io.Reader) (image.Image, error)
}{
	{"PNG", "\x89PNG\r\n\x1a\n", 8 * maxDeflateRatio, png.DecodeConfig, png.Decode},
	{"JPEG", "\xff\xd8", 8 * maxDeflateRatio, jpeg.DecodeConfig, jpeg.Decode},
	{"GIF", "GIF8", 8 * maxDeflateRatio, gif.DecodeConfig, gif.Decode},
	{"PGM", "P5", 1, pgmConfig, decodePGM},
	{"PGM", "P2", 1, pgmConfig, decodePGM},
}

// pictureNames are the extensions of files that are read as pictures.
var pictureNames = []string{".png", ".jpg", ".jpeg", ".gif", ".pgm"}

func isPictureName(name string) bool {
	return slices.Contains(pictureNames, strings.ToLower(path.Ext(name))) && !strings.HasPrefix(path.Base(name), ".")
}

// isTar tells whether a file begins like a tar archive.
func isTar(head []byte) bool {
	return len(head) >= 262 && string(head[257:262]) == "ustar"
}

// readFolder reads the pictures of a folder and the folders in it, ordered by name.
func readFolder(dir string) ([]picture, error) {
	var list []picture
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return fileError(name, err)
		}
		if e.IsDir() || !isPictureName(e.Name()) {
			return nil
		}
		f, size, err := openRegular(name)
		if err != nil {
			return err
		}
		defer f.Close()
		raw := make([]byte, size)
		if _, err := io.ReadFull(f, raw); err != nil {
			return fileError(name, err)
		}
		p, err := decodePicture(name, raw)
		list = append(list, p)
		return err
	})
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s: no pictures: expected files that end in %s", dir, strings.Join(pictureNames, ", "))
	}
	return list, err
}

// readTar reads the pictures of a tar archive, in its order.
func readTar(s *source) ([]picture, error) {
	var list []picture
	for t := tar.NewReader(s.r); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, s.errorf("tar archive is damaged after %d pictures: %w", len(list), err)
		}
		if h.Typeflag != tar.TypeReg || !isPictureName(h.Name) {
			continue
		}
		if h.Size > maxPixels*8 {
			return nil, s.errorf("%s has %d bytes, too many for a picture", h.Name, h.Size)
		}
		raw, err := readExactly(t, int(h.Size))
		if err != nil {
			return nil, s.errorf("%s: tar archive is truncated: %w", h.Name, io.ErrUnexpectedEOF)
		}
		p, err := decodePicture(s.path+": "+h.Name, raw)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	if len(list) == 0 {
		return nil, s.errorf("no pictures in the archive: expected names that end in %s", strings.Join(pictureNames, ", "))
	}
	return list, nil
}

// decodePicture reads one picture. Colours become their luma, as Go's color.Gray16
// has it, in integers.
func decodePicture(name string, raw []byte) (picture, error) {
	p := picture{name: name}
	for _, f := range pictureFormats {
		if !bytes.HasPrefix(raw, []byte(f.magic)) {
			continue
		}
		c, err := f.size(bytes.NewReader(raw))
		if err == nil {
			err = plausible(c, f.perByte*len(raw))
		}
		if err != nil {
			return p, fmt.Errorf("%s: %s: %w", name, f.name, err)
		}
		m, err := f.decode(bytes.NewReader(raw))
		if err != nil {
			return p, fmt.Errorf("%s: %s: %w", name, f.name, err)
		}
		b := m.Bounds()
		p.height, p.width = b.Dy(), b.Dx()
		p.pixels = make([]uint16, p.height*p.width)
		for i := range p.pixels {
			p.pixels[i] = color.Gray16Model.Convert(m.At(b.Min.X+i%p.width, b.Min.Y+i/p.width)).(color.Gray16).Y
		}
		return p, nil
	}
	return p, fmt.Errorf("%s: starts with %q, expected a PNG, JPEG, GIF or PGM picture", name, raw[:min(8, len(raw))])
}

// plausible refuses sizes that a file cannot hold, whose bytes have room for so many
// pixels.
func plausible(c image.Config, room int) error {
	n := uint64(c.Width) * uint64(c.Height)
	switch {
	case c.Width < 1 || c.Height < 1:
		return fmt.Errorf("header promises %d×%d pixels", c.Height, c.Width)
	case n > maxPixels:
		return fmt.Errorf("%d×%d pixels are more than %d", c.Height, c.Width, maxPixels)
	case n > uint64(room):
		return fmt.Errorf("header promises %d×%d pixels, more than the file can hold", c.Height, c.Width)
	}
	return nil
}

// isDir tells whether path names a folder.
func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
