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

// A Rate is a learning rate that a schedule varies.
type Rate[T kernels.Float] struct {
	lr       float64
	schedule Schedule
	plateau  bool
	started  bool // the learning rate has been above 0
}

// NewRate returns the learning rate lr under a schedule at its beginning: custom, if it is
// not nil, else s. The error is CheckRate's, or tells that both set the learning rate.
func NewRate[T kernels.Float](lr float64, s ScheduleSpec, custom Schedule, epochs int) (*Rate[T], error) {
	if custom != nil && s != (ScheduleSpec{}) {
		return nil, fmt.Errorf("schedule %q beside a custom one: only one of them can set the learning rate", s.Kind)
	}
	if err := CheckRate[T](lr, s, epochs); err != nil {
		return nil, err
	}
	r := &Rate[T]{lr: lr, schedule: custom, plateau: s.Kind == "plateau"}
	if custom != nil {
		return r, nil
	}
	var err error
	r.schedule, err = s.New()
	return r, err
}

// At is the learning rate of the next step. Where nothing would be learned any more it
// is an error, unless the schedule is one that may come back.
func (r *Rate[T]) At(p Progress) (float64, error) {
	f := r.schedule.Factor(p)
	step, epoch := p.Step-p.Epoch*p.StepsPerEpoch+1, p.Epoch+1
	if !(f >= 0) || !finite(f) {
		return 0, fmt.Errorf("the schedule's factor is %v at step %d of epoch %d: expected a finite number, 0 or more", f, step, epoch)
	}
	lr := r.lr * f
	rate := T(lr)
	if !finite(rate) {
		return 0, fmt.Errorf("the schedule's factor %v makes the learning rate %v infinite in %T at step %d of epoch %d", f, r.lr, rate, step, epoch)
	}
	r.started = r.started || rate > 0
	if !r.started && step == p.StepsPerEpoch {
		return 0, fmt.Errorf("the schedule never starts: the learning rate is 0 at all %d steps of epoch %d", step, epoch)
	}
	if r.started && rate == 0 && r.plateau { // step was asked before
		return 0, fmt.Errorf("plateau has taken the learning rate to 0 at step %d of epoch %d: give the schedule a floor", step, epoch)
	}
	return lr, nil
}
