package harness

import "time"

// Options say how long to measure. Fields that are zero take the defaults.
type Options struct {
	Rounds int              // default 15
	Turn   time.Duration    // the least length of a contestant's turn; default 20 ms
	Limit  time.Duration    // about how long a case may take; default 10 s
	Now    func() time.Time // default time.Now
}

// minRounds is what a slow case gets even if Limit would say less; a
// contestant whose single call does not fit into Limit that often is left out.
const minRounds = 3

func (o Options) withDefaults() Options {
	if o.Rounds == 0 {
		o.Rounds = 15
	}
	if o.Turn == 0 {
		o.Turn = 20 * time.Millisecond
	}
	if o.Limit == 0 {
		o.Limit = 10 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// rounds returns how many rounds of the given length a case gets.
func (o Options) rounds(round time.Duration) int {
	fit := int(o.Limit / max(round, 1))
	return min(o.Rounds, max(fit, minRounds))
}
