package psd

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"
)

// Step is one alternation: codes for a batch, then a step of the parameters.
type Step struct {
	Epoch         int // from 1
	Step          int // within the epoch, from 1
	StepsPerEpoch int
	Rows          int // of the batch

	Lambda, Gamma, LR float64

	// Start is the objective where the code step starts, at f(x) or, in full-batch
	// training, at the last codes; Codes after it, and Parameters after the step of the
	// parameters: means per row of the batch.
	Start, Codes, Parameters Objective
	// Slack is how far the code step may rise: the tolerance times the mean of
	// ‖z‖² + γ‖f‖².
	Slack float64

	Missed     int     // rows without a certificate
	WorstGap   float64 // relative, of all rows
	Iterations float64 // of the solver, mean per row
	Density    float64 // part of the code units that are not 0
}

// Epoch sums the steps of an epoch up: means per row.
type Epoch struct {
	Number                   int
	Steps                    int     // taken so far in all epochs
	LR                       float64 // of the last step
	Start, Codes, Parameters Objective
	Missed                   int
	Iterations, Density      float64
	Replaced                 int // atoms of no use, which got a new direction
	HeldOut                  Evaluation
	Best                     bool          // the objective of HeldOut is the least so far
	Elapsed                  time.Duration // of the steps
}

// Evaluation is how a model does on rows, at certified codes.
type Evaluation struct {
	Rows      int       `json:"rows"`
	Objective Objective `json:"objective"` // at the codes
	Predicted Objective `json:"predicted"` // at f(x), where its last term is 0
	// Norm is the mean of ‖z‖², what Reconstruction is of the zero code.
	Norm float64 `json:"norm"`
	// PredictionError is Σ‖h − f‖² over Σ‖h‖².
	PredictionError float64 `json:"prediction_error"`
	Density         float64 `json:"density"`
	Iterations      float64 `json:"iterations"`
	Missed          int     `json:"missed"`   // rows without a certificate
	Constant        int     `json:"constant"` // rows without contrast
}

// History tells how training went.
type History struct {
	Steps  []Step
	Epochs []Epoch
	// Train and HeldOut are the rows that were trained on and held out, from 0, ascending.
	Train, HeldOut []int
	Constant       int // rows without contrast, of all
	// Kept is the number of the epoch whose parameters the model has, 0 for the initial
	// ones, and KeptSteps how many steps of the next one, unfinished, are in it too.
	Kept, KeptSteps int
}

// KeptText tells which parameters the model has: those "of epoch 3".
func (h *History) KeptText() string { return keptText(h.Kept, h.KeptSteps) }

// Missed counts the codes without a certificate, over all steps.
func (h *History) Missed() int {
	n := 0
	for _, e := range h.Epochs {
		n += e.Missed
	}
	return n
}

// WriteCSV writes a line for each half-step: the objective after the code step, and
// after that of the parameters. Nothing in it depends on the clock.
func (h *History) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"epoch", "step", "half", "rows", "lambda", "gamma", "lr", "objective_before", "objective", "reconstruction", "sparsity", "prediction",
		"missed", "worst_gap", "iterations", "density"})
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	for _, s := range h.Steps {
		for _, half := range []struct {
			name      string
			from, to  Objective
			certified bool
		}{{"codes", s.Start, s.Codes, true}, {"parameters", s.Codes, s.Parameters, false}} {
			line := []string{strconv.Itoa(s.Epoch), strconv.Itoa(s.Step), half.name, strconv.Itoa(s.Rows), number(s.Lambda), number(s.Gamma), number(s.LR),
				number(half.from.Total()), number(half.to.Total()), number(half.to.Reconstruction), number(half.to.Sparsity), number(half.to.Prediction)}
			if half.certified {
				line = append(line, strconv.Itoa(s.Missed), number(s.WorstGap), number(s.Iterations), number(s.Density))
			} else {
				line = append(line, "", "", "", "")
			}
			out.Write(line)
		}
	}
	out.Flush()
	return out.Error()
}
