package nn

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// CheckRate returns an error if the learning rate lr is 0 or infinite as a T, which
// optimisers compute in, or if the schedule is sure to take it to 0 in that many epochs:
// training would go on and change nothing.
func CheckRate[T kernels.Float](lr float64, s ScheduleSpec, epochs int) error {
	if err := s.Check(); err != nil {
		return err
	}
	if rate := T(lr); !(rate > 0) || !finite(rate) {
		return fmt.Errorf("lr %v: expected a positive, finite learning rate in %T", lr, rate)
	}
	falls := s.falls(epochs)
	if T(lr*s.after(falls)) > 0 {
		return nil
	}
	fatal := 1
	for T(lr*s.after(fatal)) > 0 {
		fatal++
	}
	return fmt.Errorf("schedule: factor %v: fall %d of %d would take the learning rate %v to 0 in %T; use a greater one, fewer falls, or a floor",
		s.factor(), fatal, falls, lr, T(0))
}

// falls is how often step falls in that many epochs, and how often plateau does to be of
// use.
func (s ScheduleSpec) falls(epochs int) int {
	switch s.Kind {
	case "step":
		return (epochs - 1) / s.Every
	case "plateau":
		return 1
	}
	return 0
}

// after is what step or plateau has made of 1 after so many falls.
func (s ScheduleSpec) after(falls int) float64 {
	now := 1.0
	for range falls {
		next := s.fall(now)
		if next == now { // 0 or the floor
			break
		}
		now = next
	}
	return now
}

// fall is what one fall of step or plateau makes of a factor.
func (s ScheduleSpec) fall(now float64) float64 { return max(now*s.factor(), s.Floor) }
