package nn_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/lamina-go/lamina/nn"
)

// trace asks a schedule before every step of a training whose criterion after each
// epoch is given.
func trace(t *testing.T, s nn.ScheduleSpec, stepsPerEpoch int, losses []float64) []float64 {
	t.Helper()
	if err := s.Starts(len(losses), stepsPerEpoch); err != nil {
		t.Fatal(err)
	}
	schedule, err := s.New()
	if err != nil {
		t.Fatal(err)
	}
	var got []float64
	p := nn.Progress{StepsPerEpoch: stepsPerEpoch, Epochs: len(losses)}
	for _, loss := range losses {
		for range stepsPerEpoch {
			got = append(got, schedule.Factor(p))
			p.Step++
		}
		p.Epoch++
		p.Loss = loss
	}
	return got
}

func TestSchedules(t *testing.T) {
	flat := make([]float64, 4)
	half := func(k, n int) float64 { return (1 + math.Cos(math.Pi*float64(k)/float64(n))) / 2 }
	for _, c := range []struct {
		spec   nn.ScheduleSpec
		steps  int
		losses []float64
		want   []float64
	}{
		{nn.ScheduleSpec{}, 2, flat, []float64{1, 1, 1, 1, 1, 1, 1, 1}},
		{nn.ScheduleSpec{Kind: "constant", WarmUp: 4}, 2, flat, []float64{.25, .5, .75, 1, 1, 1, 1, 1}},
		{nn.ScheduleSpec{WarmUp: 4}, 1, flat, []float64{.25, .5, .75, 1}},
		{nn.ScheduleSpec{Kind: "cosine", WarmUp: 2}, 1, flat, []float64{.5, 1, 1, .5}},
		{nn.ScheduleSpec{Kind: "step", Every: 1}, 2, flat, []float64{1, 1, .5, .5, .25, .25, .125, .125}},
		{nn.ScheduleSpec{Kind: "step", Every: 2, Factor: .1, WarmUp: 2}, 2, flat, []float64{.5, 1, 1, 1, .1, .1, .1, .1}},
		{nn.ScheduleSpec{Kind: "step", Every: 1, Factor: .1, Floor: .05}, 1, flat, []float64{1, .1, .05, .05}},
		{nn.ScheduleSpec{Kind: "cosine"}, 1, flat, []float64{1, half(1, 4), half(2, 4), half(3, 4)}},
		{nn.ScheduleSpec{Kind: "cosine", WarmUp: 2, Floor: .2}, 2, flat,
			[]float64{.5, 1, 1, .2 + .8*half(1, 6), .2 + .8*half(2, 6), .2 + .8*half(3, 6), .2 + .8*half(4, 6), .2 + .8*half(5, 6)}},
		{nn.ScheduleSpec{Kind: "plateau", Patience: 2}, 1, []float64{5, 4, 4, 4, 3, 3, 3, 3}, []float64{1, 1, 1, 1, .5, .5, .5, .25}},
	} {
		got := trace(t, c.spec, c.steps, c.losses)
		for i, want := range c.want {
			if math.Abs(got[i]-want) > 1e-12 {
				t.Errorf("%+v: factors %v, want %v", c.spec, got, c.want)
				break
			}
		}
	}
}

func TestScheduleErrors(t *testing.T) {
	for _, c := range []struct {
		spec nn.ScheduleSpec
		want string
	}{
		{nn.ScheduleSpec{Kind: "steps"}, `unknown schedule "steps": choose one of constant, step, cosine, plateau`},
		{nn.ScheduleSpec{WarmUp: -1}, "schedule: warm-up -1: expected a number of steps, 0 or more"},
		{nn.ScheduleSpec{Kind: "step"}, "schedule: every 0: step needs a number of epochs of at least 1"},
		{nn.ScheduleSpec{Kind: "cosine", Every: 3}, "schedule: every 3: only step has it"},
		{nn.ScheduleSpec{Kind: "plateau", Factor: 1}, "schedule: factor 1: expected 0 < factor < 1"},
		{nn.ScheduleSpec{Kind: "cosine", Factor: 0.5}, "schedule: factor 0.5: only step and plateau have one"},
		{nn.ScheduleSpec{Kind: "step", Every: 1, Patience: 2}, "schedule: patience 2: expected a number of epochs, 0 or more, with plateau"},
		{nn.ScheduleSpec{Floor: 0.5}, "schedule: floor 0.5: expected 0 ≤ floor < 1, with step, cosine or plateau"},
		{nn.ScheduleSpec{Kind: "cosine", Floor: math.NaN()}, "schedule: floor NaN: expected 0 ≤ floor < 1, with step, cosine or plateau"},
		// These never start in 10 epochs of 5 steps.
		{nn.ScheduleSpec{WarmUp: 51}, "schedule: warm-up 51: training has only 50 steps, so that the learning rate would never rise to its value"},
		{nn.ScheduleSpec{Kind: "cosine", WarmUp: 49}, "schedule: warm-up 49: training has only 50 steps, so that cosine would never start"},
		{nn.ScheduleSpec{Kind: "step", Every: 10}, "schedule: every 10: training has only 10 epochs, so that step would never start"},
		{nn.ScheduleSpec{Kind: "plateau", Patience: 9}, "schedule: patience 9: training has only 10 epochs, so that plateau would never start"},
	} {
		_, err := c.spec.New()
		if err == nil {
			err = c.spec.Starts(10, 5)
		}
		if got := fmt.Sprint(err); got != c.want {
			t.Errorf("%+v: %s, want %s", c.spec, got, c.want)
		}
	}
	for _, s := range []nn.ScheduleSpec{{WarmUp: 50}, {Kind: "cosine", WarmUp: 48}, {Kind: "step", Every: 9}, {Kind: "plateau", Patience: 8}, {}} {
		if err := s.Starts(10, 5); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
