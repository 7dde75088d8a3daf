package harness

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func contestants(cs ...Contestant) func() []Contestant {
	return func() []Contestant { return cs }
}

func TestTurnsAlternate(t *testing.T) {
	c := newClock()
	roof := c.worker("roof", time.Millisecond)
	cs := Case{
		Work: 1, Unit: GElements, Measure: Slots, Roof: &Roof{FMAs: 1, Run: roof.Run},
		Setup: contestants(c.worker("A", time.Millisecond), c.worker("B", 3*time.Millisecond), c.worker("C", time.Second/10)),
	}
	r := Run(cs, Options{Rounds: 4, Now: c.Now})
	if r.Rounds != 4 {
		t.Fatalf("%d rounds, want 4", r.Rounds)
	}
	want := strings.Fields("roof A B C roof B C A roof C A B roof A B C")
	if got := c.log[len(c.log)-16:]; !slices.Equal(got, want) {
		t.Errorf("turns %v, want %v", got, want)
	}
}

func TestCalibrate(t *testing.T) {
	for _, call := range []time.Duration{1, 7, 300, 12345, 19 * time.Millisecond, 20 * time.Millisecond, time.Second} {
		c := newClock()
		turn := turn{threads: runtime.GOMAXPROCS(0), run: c.worker("A", call).Run}
		took, ok := turn.calibrate(Options{Now: c.Now}.withDefaults(), 20*time.Millisecond)
		if !ok || took < 20*time.Millisecond || took != time.Duration(turn.calls)*call {
			t.Errorf("a call of %v: %d calls take %v, %v", call, turn.calls, took, ok)
		}
		if most := max(25*time.Millisecond, 2*call); took > most {
			t.Errorf("a call of %v: turn of %v, want at most %v", call, took, most)
		}
	}
}

// One interrupted turn must not pass for a full one.
func TestCalibrateThroughStall(t *testing.T) {
	c := newClock()
	n := 0
	run := func(calls int) {
		if n++; n == 2 {
			c.now = c.now.Add(time.Second)
		}
		c.now = c.now.Add(time.Duration(calls) * time.Microsecond)
	}
	turn := turn{threads: runtime.GOMAXPROCS(0), run: run}
	if turn.calibrate(Options{Now: c.Now}.withDefaults(), 20*time.Millisecond); turn.calls < 20000 {
		t.Errorf("%d calls of 1 µs, want a turn of 20 ms", turn.calls)
	}
}

func TestFigures(t *testing.T) {
	c := newClock()
	roof := c.worker("roof", time.Millisecond) // 100 lane-FMAs: 1e5 a second
	cs := Case{
		Work: 50, Unit: Unit{"W", 2}, Measure: Share, Bar: 0.25, Roof: &Roof{FMAs: 100, Run: roof.Run},
		Setup: contestants(c.worker("A", 2*time.Millisecond), c.worker("B", 5*time.Millisecond)),
	}
	r := Run(cs, Options{Rounds: 3, Now: c.Now})
	a, b := r.Scores[0], r.Scores[1]
	near(t, "roof", r.Roof.Median, 1e5*1e-9)
	near(t, "A's rate", a.Rate.Median, 2*25000)
	near(t, "A's share", a.Roof.Median, 0.25)
	near(t, "B's share", b.Roof.Median, 0.1)
	near(t, "A over B", b.Ratio.Median, 2.5)
	if a.Ratio != nil || !a.Reference || b.Reference {
		t.Errorf("the first contestant is the reference: %+v, %+v", a, b)
	}
	if r.Met == nil || !*r.Met {
		t.Errorf("bar 0.25 at a share of 0.25: not met")
	}

	cs.Measure, cs.Bar = Slots, 3.9
	r = Run(cs, Options{Rounds: 3, Now: c.Now})
	near(t, "A's slots", r.Scores[0].Roof.Median, 4)
	if r.Met == nil || *r.Met {
		t.Errorf("bar 3.9 at 4 slots: met")
	}
}

// Noise that covers whole rounds changes rates, not ratios.
func TestRatiosStandNoise(t *testing.T) {
	c := newClock()
	turns := 0
	worker := func(name string, call time.Duration) Contestant {
		return Contestant{Name: name, Run: func(calls int) {
			slow := time.Duration(1 + turns/2%3) // a round is two turns
			turns++
			c.now = c.now.Add(time.Duration(calls) * call * slow)
		}}
	}
	cs := Case{Work: 1, Unit: GElements, Measure: Slots}
	cs.Setup = contestants(worker("A", 20*time.Millisecond), worker("B", 60*time.Millisecond))
	r := Run(cs, Options{Rounds: 9, Now: c.Now, Limit: time.Hour})
	s := r.Scores[1]
	if s.Rate.Min == s.Rate.Max {
		t.Fatal("no noise")
	}
	// Calibration took six turns, so rounds begin with an even one.
	if s.Calls != 1 || r.Scores[0].Calls != 1 {
		t.Fatalf("calls %d and %d, want 1", r.Scores[0].Calls, s.Calls)
	}
	near(t, "least ratio", s.Ratio.Min, 3)
	near(t, "greatest ratio", s.Ratio.Max, 3)
}

func TestLimit(t *testing.T) {
	c := newClock()
	cs := Case{Work: 1, Unit: GElements, Measure: Slots,
		Setup: contestants(c.worker("A", time.Second), c.worker("slow", time.Minute))}
	r := Run(cs, Options{Now: c.Now, Limit: 5 * time.Second})
	if r.Rounds != 5 || len(r.Scores) != 1 {
		t.Errorf("%d rounds of %d contestants, want 5 of 1", r.Rounds, len(r.Scores))
	}
	if len(r.LeftOut) != 1 || r.LeftOut[0] != (LeftOut{"slow", 60}) {
		t.Errorf("left out: %v", r.LeftOut)
	}
}

// Without the reference there are rates but no ratios and no verdict.
func TestReferenceLeftOut(t *testing.T) {
	c := newClock()
	cs := Case{Work: 1, Unit: GElements, Measure: Slots, Bar: 1,
		Setup: contestants(c.worker("A", time.Minute), c.worker("B", time.Millisecond))}
	r := Run(cs, Options{Now: c.Now})
	if r.Reference() != nil || r.Met != nil || len(r.Scores) != 1 || r.Scores[0].Ratio != nil || r.Scores[0].Reference {
		t.Errorf("%+v", r)
	}
}

func TestThreads(t *testing.T) {
	before := runtime.GOMAXPROCS(3)
	defer runtime.GOMAXPROCS(before)
	c := newClock()
	seen := map[string]int{}
	worker := func(name string, threads int) Contestant {
		return Contestant{Name: name, Threads: threads, Run: func(calls int) {
			seen[name] = runtime.GOMAXPROCS(0)
			c.now = c.now.Add(time.Duration(calls) * time.Millisecond)
		}}
	}
	Run(Case{Work: 1, Setup: contestants(worker("one", 0), worker("two", 2))}, Options{Rounds: 2, Now: c.Now})
	if seen["one"] != 1 || seen["two"] != 2 {
		t.Errorf("GOMAXPROCS during the turns: %v", seen)
	}
	if n := runtime.GOMAXPROCS(0); n != 3 {
		t.Errorf("GOMAXPROCS is %d afterwards, want 3 as before", n)
	}
}

// A contestant in another process tells its time, whatever passes here.
func TestContestantElsewhere(t *testing.T) {
	for bar, met := range map[float64]bool{2.5: true, 3.5: false} {
		c := newClock()
		closed := 0
		away := func(name string, call time.Duration) Contestant {
			return Contestant{Name: name, Close: func() { closed++ }, Time: func(calls int) time.Duration {
				c.now = c.now.Add(time.Second)
				return time.Duration(calls) * call
			}}
		}
		cs := Case{Work: 1, Unit: GElements, Measure: Slots, Bar: bar, Against: "peer",
			Setup: contestants(c.worker("A", time.Millisecond), away("peer 1", 3*time.Millisecond), away("peer 2", 9*time.Millisecond), away("else", time.Microsecond))}
		r := Run(cs, Options{Rounds: 2, Now: c.Now})
		near(t, "A over peer 1", r.Scores[1].Ratio.Median, 3)
		if r.Met == nil || *r.Met != met {
			t.Errorf("bar %v against peers, 3 and 9 times as slow: %v", bar, r.Met)
		}
		if closed != 3 {
			t.Errorf("%d contestants closed, want 3", closed)
		}
	}
}

// With alternatives, one that is met is enough.
func TestBarOr(t *testing.T) {
	c := newClock()
	cs := Case{Work: 1, Unit: GElements, Measure: Slots, Bar: 1,
		Setup: contestants(c.worker("A", 2*time.Millisecond), c.worker("slow", 3*time.Millisecond), c.worker("fast", time.Millisecond))}
	for against, want := range map[string]any{
		"slow or fast": true, "fast or slow": true, "fast": false, "fast or away": nil, "away or fast": nil, "away or slow": true, "away or gone": nil,
	} {
		cs.Against = against
		r := Run(cs, Options{Rounds: 1, Now: c.Now})
		var got any
		if r.Met != nil {
			got = *r.Met
		}
		if got != want {
			t.Errorf("against %s: %v, want %v", against, got, want)
		}
	}
}
