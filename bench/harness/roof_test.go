package harness

import (
	"testing"

	"github.com/lamina-go/lamina/kernels"
)

// A vector holds half as many float64 as float32: a roof that counts them
// alike would double all float64's slots and halve its shares.
func TestRoofCountsLanes(t *testing.T) {
	for _, level := range kernels.Implementations() {
		f32, f64 := LaneFMA[float32](level), LaneFMA[float64](level)
		if level == "generic" {
			if f32 != nil || f64 != nil {
				t.Error("generic has a roof")
			}
			continue
		}
		if f32 == nil || f64 == nil {
			t.Errorf("%s has no roof", level)
			continue
		}
		if f32.FMAs != 2*f64.FMAs {
			t.Errorf("%s: a call is %v lane-FMAs of float32 and %v of float64, want twice as many", level, f32.FMAs, f64.FMAs)
		}
	}
}
