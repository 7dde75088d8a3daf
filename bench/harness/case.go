package harness

import "time"

// Case is one comparison.
type Case struct {
	Name    string // as "gemm/float32/512x512x512"
	Table   string // the heading that a report shows it under
	Element string // "float32" or "float64"

	Work float64 // done by one call: lane-FMAs if Measure is Share, else elements
	Unit Unit

	Roof    *Roof // nil if there is none to measure
	Measure Measure
	Bar     float64 // asked of the reference: the least share or the most slots; 0 asks nothing
	// Against holds Bar against contestants instead of the roof: it is then the
	// least ratio of the reference's rate to that of each whose name begins so.
	Against string
	// Bars are further ones; the reference must meet them all.
	Bars []Bar
	// Mean is what is asked of the geometric mean of the ratios of all cases of the
	// table that have the same one; its Against is not empty.
	Mean Bar

	// Turn is the least length of a turn if that is more than Options.Turn: of work
	// whose first calls are slow, since others' turns took the caches from it.
	Turn time.Duration

	// Apart has each round measure CoresApart.
	Apart bool

	// Setup makes the data and the contestants, the reference first. It is
	// called when the case's turn has come, so that cases not run cost nothing.
	Setup func() []Contestant
}

// Bar is what is asked of a case's reference: Least of the roof, in the case's measure,
// or times the rate of the contestants whose name begins with Against. With names that
// Or joins, one of them is enough, which is then the slowest: where two things limit a
// case, what is asked for is the nearer limit.
type Bar struct {
	Least   float64 `json:"bar"`
	Against string  `json:"against,omitempty"`
	Met     *bool   `json:"met,omitempty"` // nil if unknown
}

// Or joins names in Against.
const Or = " or "

// Contestant is one implementation in a case.
type Contestant struct {
	Name    string
	Threads int             // GOMAXPROCS during its turns; 0 means 1
	Run     func(calls int) // does the case's work that many times

	// Time is what a contestant in another process has instead of Run: it tells
	// how long the work took there.
	Time func(calls int) time.Duration
	// Close, if there is one, is called after the last turn.
	Close func()
}

// Unit is how rates are shown: work per second times Scale.
type Unit struct {
	Name  string
	Scale float64
}

// Units of the cases: a multiply-add counts as two operations.
var (
	GFLOPs    = Unit{"GFLOP/s", 2e-9}
	GElements = Unit{"G elements/s", 1e-9}
)

// Measure is how work is held against the roof; see the package comment.
type Measure string

const (
	Share Measure = "share"
	Slots Measure = "slots"
)

// of returns the measure of work at rate beside the roof's.
func (m Measure) of(rate, roof float64) float64 {
	if m == Share {
		return rate / roof
	}
	return roof / rate
}

// meets reports whether v is as good as bar.
func (m Measure) meets(v, bar float64) bool {
	if m == Share {
		return v >= bar
	}
	return v <= bar
}
