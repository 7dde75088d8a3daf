package autoencoder

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"
)

// Losses are means over rows. All are in nats; NegLog is in the units of the
// unscaled data, constants included.
type Losses struct {
	Rows      int            `json:"rows"`
	NegLog    float64        `json:"neg_log"`             // −log p(x|h)
	Penalties []PenaltyValue `json:"penalties,omitempty"` // one per Config.Penalties
}

// PenaltyValue is one penalty's share of the objective, a mean over rows.
type PenaltyValue struct {
	Kind  string  `json:"kind"`
	Omega float64 `json:"omega"` // Ω, λ included
	// Constant completes Ω to the prior's −log p(h) = Ω + Constant, if Prior says
	// that Ω has that reading: λ Σ|hᵢ| has, as a Laplace prior.
	Prior    bool    `json:"prior"`
	Constant float64 `json:"constant"`
}

// NegLogPrior is −log p(h) in nats, the full value of a penalty that is a prior.
func (p PenaltyValue) NegLogPrior() float64 { return p.Omega + p.Constant }

// Penalty is the sum of all Ω.
func (l Losses) Penalty() float64 {
	sum := 0.0
	for _, p := range l.Penalties {
		sum += p.Omega
	}
	return sum
}

// Objective is what training minimises: −log p(x|h) + Ω.
func (l Losses) Objective() float64 { return l.NegLog + l.Penalty() }

// Step is what OnStep is told.
type Step struct {
	Epoch         int     // from 1
	Step          int     // within the epoch, from 1
	StepsPerEpoch int     //
	Rows          int     // rows trained on so far in this epoch
	Loss          float64 // the batch's objective
	LR            float64 // rate of this step
	GradNorm      float64 // norm of the gradient before clipping; 0 if none is clipped
	Epochs        int     // of the whole training, at most
}

// Epoch is one line of the history.
type Epoch struct {
	Number int     `json:"epoch"` // from 1
	Steps  int     `json:"steps"` // taken so far in all epochs
	LR     float64 `json:"lr"`    // rate of the last step
	// Train is the mean over the epoch's batches, each measured before its step.
	Train Losses `json:"train"`
	// HeldOut is the objective on the held-out rows after the epoch, under the
	// same corruption every time; zero if there are none.
	HeldOut Losses `json:"held_out,omitzero"`
	// SquaredError is the held-out mean of ‖x − r‖² per row in the data's units,
	// of uncorrupted rows.
	SquaredError float64 `json:"squared_error"`
	// Accuracy is the share of the held-out rows whose class a classifier tells, and 0
	// for others.
	Accuracy float64 `json:"accuracy,omitempty"`
	// Best is true if these parameters are better than all before.
	Best    bool          `json:"best"`
	Elapsed time.Duration `json:"elapsed_ns"` // of the epoch's steps, measuring excluded
}

// History tells how training went.
type History struct {
	Epochs []Epoch `json:"epochs"`
	// Kept is the number of the epoch whose parameters the model has, 0 for the
	// initial ones.
	Kept int `json:"kept"`
	// KeptSteps is how many steps of the epoch after Kept, unfinished, are in the model
	// too: some if training ended early before any epoch was measured.
	KeptSteps int `json:"kept_steps,omitempty"`
	// Train and HeldOut are the rows of the data that were trained on and held
	// out, from 0, ascending.
	Train   []int `json:"-"`
	HeldOut []int `json:"-"`
	// Classifier is true when Accuracy stands for SquaredError.
	Classifier bool `json:"classifier,omitempty"`
	// CrossEntropy is true when NegLog is no log-likelihood, only a cross-entropy:
	// grey values under the Bernoulli likelihood.
	CrossEntropy bool `json:"cross_entropy"`
}

// Criterion is what NegLog should be called.
func (h *History) Criterion() string {
	if h.CrossEntropy {
		return "cross-entropy"
	}
	return "negative log-likelihood"
}

// WriteCSV writes one line per epoch. A classifier has held_out_accuracy in the place of
// held_out_squared_error. Nothing in it depends on the clock. The sums
// over all penalties are followed by one column for each, Ω as a mean per row, and for
// an l1 penalty by the constant −n·log(λ/2) and the Laplace prior's full −log p(h). A
// kind that occurs again is numbered: l1_2.
func (h *History) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	header := []string{"epoch", "steps", "lr", "train_neg_log", "train_penalty", "held_out_neg_log", "held_out_penalty", "held_out_squared_error", "best"}
	if h.Classifier {
		header[7] = "held_out_accuracy"
	}
	var penalties []PenaltyValue
	if len(h.Epochs) > 0 {
		penalties = h.Epochs[0].Train.Penalties
	}
	out.Write(append(header, penaltyColumns(penalties)...))
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	for _, e := range h.Epochs {
		line := []string{strconv.Itoa(e.Number), strconv.Itoa(e.Steps), number(e.LR), number(e.Train.NegLog), number(e.Train.Penalty())}
		if e.HeldOut.Rows > 0 {
			measure := e.SquaredError
			if h.Classifier {
				measure = e.Accuracy
			}
			line = append(line, number(e.HeldOut.NegLog), number(e.HeldOut.Penalty()), number(measure))
		} else {
			line = append(line, "", "", "")
		}
		line = append(line, strconv.FormatBool(e.Best))
		for i, p := range e.Train.Penalties {
			line = append(line, number(p.Omega))
			held, full := "", ""
			if e.HeldOut.Rows > 0 {
				v := e.HeldOut.Penalties[i]
				held, full = number(v.Omega), number(v.NegLogPrior())
			}
			line = append(line, held)
			if p.Prior {
				line = append(line, number(p.Constant), number(p.NegLogPrior()), full)
			}
		}
		out.Write(line)
	}
	out.Flush()
	return out.Error()
}

// penaltyNames are the penalties' kinds; a kind that occurs again is numbered.
func penaltyNames(penalties []PenaltyValue) []string {
	var names []string
	seen := map[string]int{}
	for _, p := range penalties {
		name := p.Kind
		if seen[p.Kind]++; seen[p.Kind] > 1 {
			name += "_" + strconv.Itoa(seen[p.Kind])
		}
		names = append(names, name)
	}
	return names
}

// penaltyColumns names the columns that WriteCSV has for each penalty.
func penaltyColumns(penalties []PenaltyValue) []string {
	var names []string
	for i, name := range penaltyNames(penalties) {
		p := penalties[i]
		names = append(names, "train_"+name, "held_out_"+name)
		if p.Prior {
			names = append(names, name+"_constant", "train_"+name+"_neg_log_prior", "held_out_"+name+"_neg_log_prior")
		}
	}
	return names
}

// A DivergedError ends training when the loss or a parameter stops being a finite
// number.
type DivergedError struct {
	Epoch int     // from 1
	Step  int     // within the epoch, from 1; 0 if it was after the epoch
	Loss  float64 // NaN or Inf
	// Where is what went wrong first: the layer whose output is not finite although its
	// input is, a penalty, the likelihood, or the tensor of a parameter or a gradient.
	Where           string
	Kept, KeptSteps int // as in History
	// Parameter tells that the loss was finite and Loss is the value of a parameter,
	// Gradient that it is the norm of the gradient that was to be clipped.
	Parameter, Gradient bool
}

func (e *DivergedError) Error() string {
	what, place := "the loss", fmt.Sprintf("at step %d of epoch %d", e.Step, e.Epoch)
	switch {
	case e.Parameter:
		what = "a parameter"
	case e.Gradient:
		what = "the gradient's norm"
	}
	if e.Step == 0 {
		place = fmt.Sprintf("after epoch %d", e.Epoch)
	}
	if e.Where != "" {
		place += ", first in " + e.Where
	}
	kept := "the initial parameters"
	switch {
	case e.KeptSteps > 0:
		kept = fmt.Sprintf("the parameters after step %d of epoch %d", e.KeptSteps, e.Kept+1)
	case e.Kept > 0:
		kept = fmt.Sprintf("the parameters of epoch %d", e.Kept)
	}
	return fmt.Sprintf("autoencoder: %s became %v %s: kept %s; a lower learning rate may help", what, e.Loss, place, kept)
}
