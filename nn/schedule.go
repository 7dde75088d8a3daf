package nn

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

// Constant is the schedule that leaves the learning rate as configured.
type Constant struct{}

// Factor is 1.
func (Constant) Factor(Progress) float64 { return 1 }
