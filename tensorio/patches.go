package tensorio

import (
	"fmt"
	"sort"

	"github.com/lamina-go/lamina/kernels"
)

// Pictures tells what a folder or archive of pictures was made into.
type Pictures struct {
	Pictures int  // that rows come from
	Patches  bool // rows are patches, not whole pictures
	// MixedSizes tells that they have different sizes.
	MixedSizes bool
	// TooSmall counts those that are left out because no patch fits.
	TooSmall int
	// Constant counts patches that were drawn and left out because all their pixels
	// are equal.
	Constant int
}

// pictureValue is the unit: 1 is a step of 8-bit grey.
const pictureValue = 257

// DefaultPatches is the number of patches if Options do not say.
const DefaultPatches = 100_000

// patches is a data set of squares, or of whole pictures, read from them on demand.
type patches[T kernels.Float] struct {
	base
	pictures []picture
	places   []place // of the rows
	report   Pictures
}

// A place is a patch's picture and its upper left corner.
type place struct{ picture, y, x int }

// PicturesOf tells how the rows of a data set came from pictures, and false if they
// did not.
func PicturesOf[T kernels.Float](ds Dataset[T]) (Pictures, bool) {
	p, ok := ds.(*patches[T])
	if !ok {
		return Pictures{}, false
	}
	return p.report, true
}

// newPictures makes a data set of pictures, or of patches of them if o asks for that.
func newPictures[T kernels.Float](name string, list []picture, o Options) (Dataset[T], error) {
	switch {
	case o.Label != "":
		return nil, fmt.Errorf("%s: a label column can be set aside in CSV only", name)
	case o.Patch < 0:
		return nil, fmt.Errorf("%s: patches of %d×%d pixels: expected at least 1", name, o.Patch, o.Patch)
	case o.Patches < 0:
		return nil, fmt.Errorf("%s: %d patches: expected at least 1, or 0 for %d", name, o.Patches, DefaultPatches)
	}
	p := &patches[T]{pictures: list}
	for _, m := range list[1:] {
		p.report.MixedSizes = p.report.MixedSizes || m.height != list[0].height || m.width != list[0].width
	}
	var err error
	if o.Patch == 0 {
		err = p.whole()
	} else {
		err = p.draw(o)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	p.rows, p.width = len(p.places), p.info.Image.Height*p.info.Image.Width
	return p, nil
}

// whole makes every picture a row.
func (p *patches[T]) whole() error {
	first := p.pictures[0]
	for i, m := range p.pictures {
		if m.height != first.height || m.width != first.width {
			return fmt.Errorf("pictures of mixed size, %s with %d×%d pixels and %s with %d×%d: ask for patches of them, or make them one size",
				first.name, first.height, first.width, m.name, m.height, m.width)
		}
		p.places = append(p.places, place{picture: i})
	}
	p.report.Pictures = len(p.pictures)
	p.info.Image = Image{Height: first.height, Width: first.width}
	return nil
}

// draw draws patches with equal chance from all places in all pictures, leaving out
// those without contrast. Draw i depends on the seed and i alone.
func (p *patches[T]) draw(o Options) error {
	count := o.Patches
	if count == 0 {
		count = DefaultPatches
	}
	ends, total := make([]int, len(p.pictures)), 0 // of the pictures' places
	for i, m := range p.pictures {
		if h, w := m.height-o.Patch+1, m.width-o.Patch+1; h > 0 && w > 0 {
			total += h * w
			p.report.Pictures++
		} else {
			p.report.TooSmall++
		}
		ends[i] = total
	}
	if total == 0 {
		return fmt.Errorf("no picture has room for a patch of %d×%d pixels", o.Patch, o.Patch)
	}
	p.info.Image, p.report.Patches = Image{Height: o.Patch, Width: o.Patch}, true
	const block = 1024
	drawn := make([]int, block)
	for at := 0; len(p.places) < count; at += block {
		if p.report.Constant > 20*count+block {
			return fmt.Errorf("%d of %d patches drawn have no contrast: expected pictures that vary", p.report.Constant, p.report.Constant+len(p.places))
		}
		kernels.IntN(kernels.Philox{Seed: o.PatchSeed}, total, drawn, uint64(at))
		for _, n := range drawn {
			i := sort.SearchInts(ends, n+1)
			if i > 0 {
				n -= ends[i-1]
			}
			w := p.pictures[i].width - o.Patch + 1
			if at := (place{i, n / w, n % w}); p.varies(at) {
				p.places = append(p.places, at)
			} else {
				p.report.Constant++
			}
			if len(p.places) == count {
				break
			}
		}
	}
	return nil
}

// varies tells whether a patch has two different pixels.
func (p *patches[T]) varies(at place) bool {
	first := p.line(at, 0)[0]
	for y := range p.info.Image.Height {
		for _, v := range p.line(at, y) {
			if v != first {
				return true
			}
		}
	}
	return false
}

// line is row y of a patch.
func (p *patches[T]) line(at place, y int) []uint16 {
	m := p.pictures[at.picture]
	o := (at.y+y)*m.width + at.x
	return m.pixels[o : o+p.info.Image.Width]
}

// ReadRows implements Dataset.
func (p *patches[T]) ReadRows(dst kernels.Matrix[T], start int) error {
	if err := checkRead(&p.base, dst, start); err != nil {
		return err
	}
	for i := range dst.Rows {
		row := dst.Row(i)
		for y := range p.info.Image.Height {
			out := row[y*p.info.Image.Width:]
			for x, v := range p.line(p.places[start+i], y) {
				out[x] = T(v) / pictureValue
			}
		}
	}
	return nil
}
