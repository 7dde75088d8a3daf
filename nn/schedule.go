package nn

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// Progress is where training stands when a schedule is asked for a rate.
type Progress struct {
	Step          int     // steps taken so far
	Epoch         int     // epochs completed so far
	StepsPerEpoch int     // steps of a whole epoch
	Epochs        int     // epochs that were asked for
	Loss          float64 // criterion of the last completed epoch; 0 during the first
}

// A Schedule gives the learning rate as a factor of the configured one. It is
// asked before every step, in order, and may keep state. It must not compute
// with math.Exp, Log, Pow or Cos, whose bits differ between machines: kernels has
// equivalents.
type Schedule interface {
	Factor(Progress) float64
}

// A ScheduleSpec names a schedule and its constants. The zero value keeps the learning
// rate constant.
type ScheduleSpec struct {
	// Kind is empty or
	//
	//	constant  the learning rate as it is
	//	step      times Factor after every Every epochs
	//	cosine    half a cosine from 1 down to Floor at the end of the last epoch
	//	          (Loshchilov and Hutter 2017, without restarts)
	//	plateau   times Factor after Patience epochs without a better criterion: the
	//	          held-out objective, or the training rows' if none are held out
	Kind string `json:"kind,omitempty"`
	// WarmUp is the number of steps in which the rate first rises to its value, in
	// equal steps. The cosine begins after it.
	WarmUp int `json:"warm_up,omitempty"`
	// Every is step's number of epochs.
	Every int `json:"every,omitempty"`
	// Factor is what step and plateau multiply by, 0 < Factor < 1; 0 means ½.
	Factor float64 `json:"factor,omitempty"`
	// Patience is plateau's number of epochs; 0 means 5.
	Patience int `json:"patience,omitempty"`
	// Floor is the least that step, cosine and plateau make of 1; warm-up begins below.
	Floor float64 `json:"floor,omitempty"`
}

var schedules = []string{"constant", "step", "cosine", "plateau"}

// Schedules lists the kinds of schedule.
func Schedules() []string { return slices.Clone(schedules) }

// Check returns an error that names the first field that makes no sense, its value and
// what was expected.
func (s ScheduleSpec) Check() error {
	step, plateau := s.Kind == "step", s.Kind == "plateau"
	constant := s.Kind == "" || s.Kind == "constant"
	switch {
	case s.Kind != "" && !slices.Contains(schedules, s.Kind):
		return fmt.Errorf("unknown schedule %q: choose one of %s", s.Kind, strings.Join(schedules, ", "))
	case s.WarmUp < 0:
		return fmt.Errorf("schedule: warm-up %d: expected a number of steps, 0 or more", s.WarmUp)
	case step && s.Every < 1:
		return fmt.Errorf("schedule: every %d: step needs a number of epochs of at least 1", s.Every)
	case !step && s.Every != 0:
		return fmt.Errorf("schedule: every %d: only step has it", s.Every)
	case (step || plateau) && !(s.Factor >= 0 && s.Factor < 1):
		return fmt.Errorf("schedule: factor %v: expected 0 < factor < 1", s.Factor)
	case !step && !plateau && s.Factor != 0:
		return fmt.Errorf("schedule: factor %v: only step and plateau have one", s.Factor)
	case s.Patience < 0 || !plateau && s.Patience != 0:
		return fmt.Errorf("schedule: patience %d: expected a number of epochs, 0 or more, with plateau", s.Patience)
	case !(s.Floor >= 0 && s.Floor < 1) || constant && s.Floor != 0:
		return fmt.Errorf("schedule: floor %v: expected 0 ≤ floor < 1, with step, cosine or plateau", s.Floor)
	}
	return nil
}

// Starts returns an error if the schedule does nothing, or never lets the learning rate
// rise to its value, in that many epochs of that many steps.
func (s ScheduleSpec) Starts(epochs, stepsPerEpoch int) error {
	switch steps := int64(epochs) * int64(stepsPerEpoch); {
	case int64(s.WarmUp) > steps:
		return fmt.Errorf("schedule: warm-up %d: training has only %d steps, so that the learning rate would never rise to its value", s.WarmUp, steps)
	case s.Kind == "cosine" && int64(s.WarmUp)+2 > steps: // its first step after that is at 1
		return fmt.Errorf("schedule: warm-up %d: training has only %d steps, so that cosine would never start", s.WarmUp, steps)
	case s.Kind == "step" && s.Every >= epochs:
		return fmt.Errorf("schedule: every %d: training has only %d epochs, so that step would never start", s.Every, epochs)
	case s.Kind == "plateau" && s.patience()+1 >= epochs:
		return fmt.Errorf("schedule: patience %d: training has only %d epochs, so that plateau would never start", s.patience(), epochs)
	}
	return nil
}

// StartsWithin returns an error if plateau never starts because training ends after
// that many epochs without a better criterion.
func (s ScheduleSpec) StartsWithin(patience int) error {
	if s.Kind == "plateau" && s.patience() >= patience {
		return fmt.Errorf("schedule: patience %d: training ends after %d epochs without a better objective, so that plateau would never start; wait for fewer", s.patience(), patience)
	}
	return nil
}

// Stretched is the schedule for times as many epochs: what it counts in epochs, Every
// and Patience, is multiplied.
func (s ScheduleSpec) Stretched(times int) ScheduleSpec {
	stretch := func(epochs int) int { return min(epochs, math.MaxInt32/times) * times }
	s.Every = stretch(s.Every)
	if s.Kind == "plateau" {
		s.Patience = stretch(s.patience())
	}
	return s
}

func (s ScheduleSpec) patience() int {
	if s.Patience == 0 {
		return 5
	}
	return s.Patience
}

func (s ScheduleSpec) factor() float64 {
	if s.Factor == 0 {
		return 0.5
	}
	return s.Factor
}

// New returns a schedule at its beginning. The error is Check's.
func (s ScheduleSpec) New() (Schedule, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	var inner Schedule = Constant{}
	switch s.Kind {
	case "step":
		inner = &stepSchedule{spec: s, now: 1}
	case "cosine":
		inner = cosineSchedule{warmUp: s.WarmUp, floor: s.Floor}
	case "plateau":
		inner = &plateauSchedule{spec: s, now: 1, best: math.Inf(1)}
	}
	if s.WarmUp > 0 {
		return warmUp{s.WarmUp, inner}, nil
	}
	return inner, nil
}

// Constant is the schedule that leaves the learning rate as configured.
type Constant struct{}

// Factor is 1.
func (Constant) Factor(Progress) float64 { return 1 }

// warmUp rises to the inner schedule's factor.
type warmUp struct {
	steps int
	inner Schedule
}

func (w warmUp) Factor(p Progress) float64 {
	f := w.inner.Factor(p)
	if p.Step < w.steps {
		f *= float64(p.Step+1) / float64(w.steps)
	}
	return f
}

// stepSchedule falls after every so many epochs.
type stepSchedule struct {
	spec  ScheduleSpec
	falls int
	now   float64
}

func (s *stepSchedule) Factor(p Progress) float64 {
	for ; s.falls < p.Epoch/s.spec.Every; s.falls++ {
		s.now = s.spec.fall(s.now)
	}
	return s.now
}

// cosineSchedule falls by half a cosine.
type cosineSchedule struct {
	warmUp int
	floor  float64
}

func (c cosineSchedule) Factor(p Progress) float64 {
	total := float64(float64(p.Epochs)*float64(p.StepsPerEpoch)) - float64(c.warmUp)
	v := [1]float64{math.Pi * float64(max(p.Step-c.warmUp, 0)) / max(total, 1)}
	kernels.Cos(v[:], v[:])
	return c.floor + float64((1-c.floor)*((1+v[0])/2))
}

// plateauSchedule falls when the criterion does not.
type plateauSchedule struct {
	spec ScheduleSpec
	now  float64

	epoch, stale int
	best         float64
}

func (s *plateauSchedule) Factor(p Progress) float64 {
	if p.Epoch == s.epoch {
		return s.now
	}
	s.epoch = p.Epoch
	if p.Loss < s.best {
		s.best, s.stale = p.Loss, 0
		return s.now
	}
	if s.stale++; s.stale >= s.spec.patience() {
		s.now, s.stale = s.spec.fall(s.now), 0
	}
	return s.now
}
