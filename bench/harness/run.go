package harness

import (
	"runtime"
	"time"
)

// roofPart is the part of a contestant's turn that the roof gets: its loop
// touches no memory and needs no more.
const roofPart = 4

// Run measures one case.
func Run(c Case, o Options) Result {
	o = o.withDefaults()
	o.Turn = max(o.Turn, c.Turn)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	r := Result{Case: c.Name, Table: c.Table, Element: c.Element, Unit: c.Unit.Name, Measure: c.Measure, Bar: c.Bar, Against: c.Against, Mean: c.Mean}

	var turns []*turn
	var round time.Duration
	contestants := c.Setup()
	runtime.GC() // the waste of earlier cases is not this one's
	for i, x := range contestants {
		if x.Close != nil {
			defer x.Close()
		}
		t := &turn{threads: max(x.Threads, 1), run: x.Run, time: x.Time}
		took, ok := t.calibrate(o, o.Turn)
		if !ok {
			r.LeftOut = append(r.LeftOut, LeftOut{x.Name, took.Seconds()})
			continue
		}
		round += took
		turns = append(turns, t)
		r.Scores = append(r.Scores, Score{Contestant: x.Name, Reference: i == 0, Threads: t.threads, Calls: t.calls})
	}
	if len(turns) == 0 {
		return r
	}
	var roof *turn
	if c.Roof != nil {
		roof = &turn{threads: 1, run: c.Roof.Run}
		took, _ := roof.calibrate(o, o.Turn/roofPart)
		round += took
	}

	r.Rounds = o.rounds(round)
	rates := make([][]float64, len(turns)) // of work, by contestant and round
	var roofs []float64                    // of lane-FMAs, by round
	var apart []float64
	for round := range r.Rounds {
		if c.Apart {
			apart = append(apart, float64(CoresApart()))
		}
		if roof != nil {
			roofs = append(roofs, rate(roof, c.Roof.FMAs, o))
		}
		for i := range turns { // each begins in its turn: what ran before may have taken the caches
			i = (i + round) % len(turns)
			rates[i] = append(rates[i], rate(turns[i], c.Work, o))
		}
	}
	if apart != nil {
		r.Apart = spread(apart, func(_ int, ns float64) float64 { return ns })
	}
	r.score(c, rates, roofs)
	return r
}

// rate takes a turn and returns its rate.
func rate(t *turn, work float64, o Options) float64 {
	return work * float64(t.calls) / t.take(o).Seconds()
}
