package harness

import (
	"testing"
	"time"
)

// clock is a time that passes only when a contestant works, and a log of who
// worked.
type clock struct {
	now time.Time
	log []string
}

func newClock() *clock { return &clock{now: time.Unix(0, 0)} }

func (c *clock) Now() time.Time { return c.now }

// worker returns a contestant that takes call for each call.
func (c *clock) worker(name string, call time.Duration) Contestant {
	return Contestant{Name: name, Run: func(calls int) {
		c.log = append(c.log, name)
		c.now = c.now.Add(time.Duration(calls) * call)
	}}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if d := got - want; d > 1e-9*want || d < -1e-9*want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
