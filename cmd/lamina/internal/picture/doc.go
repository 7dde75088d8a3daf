// Package picture draws what the train command writes as PNG files: the loss, held-out
// rows beside their reconstructions, and the first layer's weights. A row that is an
// image is shown as one; other rows become lines and heat maps. Equal arguments give
// equal bytes.
package picture

import (
	"github.com/lamina-go/lamina/tensorio"
)

// leastSquare is the number of columns from which a square number of columns is
// taken for an image without being told so: 8×8. Fewer are more often a table.
const leastSquare = 64

// shape returns the image that a row is, if it is one.
func shape(data tensorio.Dataset[float32]) (tensorio.Image, bool) {
	if s := data.Image(); s != (tensorio.Image{}) {
		return s, true
	}
	for side := 8; side*side <= data.Width(); side++ {
		if side*side == data.Width() && data.Width() >= leastSquare {
			return tensorio.Image{Height: side, Width: side}, true
		}
	}
	return tensorio.Image{}, false
}
