package psd

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// TrainConfig says how Fit trains. Start from DefaultTraining.
type TrainConfig struct {
	Epochs int `json:"epochs"` // passes over the training rows
	// Batch is the number of rows of a step. 0 means DefaultBatch, or all training rows if
	// there are fewer; more than there are is an error.
	Batch int `json:"batch"`
	// FullBatch takes all training rows at each step, however many they are; Batch is 0
	// then. With all rows, as Batch = their number gives too, codes are kept from step to
	// step.
	FullBatch bool `json:"full_batch,omitempty"`

	// Dictionary is how D is learned: exact, by block coordinate descent over atoms from
	// the codes' statistics, or gradient, by the optimiser with the encoder.
	Dictionary string  `json:"dictionary"`
	LR         float64 `json:"lr"` // learning rate
	// Optimizer's Decay must be 0: atoms have unit length whatever decays them, and an
	// encoder with smaller weights would predict codes that are too small. Nor are
	// gradients clipped: those that the optimiser is given are of one layer's squared
	// error, and go through no chain of layers in which they could explode.
	Optimizer nn.OptimizerSpec `json:"optimizer,omitzero"`
	// Schedule varies LR; the zero value keeps it constant. CustomSchedule stands in its
	// place, if it is not nil. Lambda and Gamma vary λ and γ, as factors of the configured
	// ones; codes for use have these.
	Schedule       nn.ScheduleSpec `json:"schedule,omitzero"`
	CustomSchedule nn.Schedule     `json:"-"`
	Lambda         nn.Schedule     `json:"-"`
	Gamma          nn.Schedule     `json:"-"`

	// Solver, Tolerance and MaxIterations are those of sparsecode.Options; a Tolerance of
	// 0 means 1e-3.
	Solver        string  `json:"solver"`
	Tolerance     float64 `json:"tolerance"`
	MaxIterations int     `json:"max_iterations"`

	HeldOut float64 `json:"held_out"` // fraction of rows that is only measured on
	// Patience ends training after that many epochs without a better objective of the
	// held-out rows at their codes, by the whole λ and γ; then the model has the parameters
	// of the best epoch. 0 never does, and keeps the last ones.
	Patience int `json:"patience,omitempty"`

	Seed uint64 `json:"seed"` // decides the held-out rows and the order of the others

	// OnStep and OnEpoch are called after each step and epoch. An error ends training and
	// is returned by Fit, but for ErrStop, which ends it as if it were over.
	OnStep  func(Step) error  `json:"-"`
	OnEpoch func(Epoch) error `json:"-"`
	// OnEnd is called when training is over, however it ended, with what Fit is about to
	// return; the model has the parameters that it keeps. It is not called if training
	// never began.
	OnEnd func(*History, error) `json:"-"`

	// Logger is told how training goes: its beginning, every epoch and its end at level
	// Info, changes of the learning rate between epochs at level Debug, and divergence at
	// level Error. nil logs nothing.
	Logger *slog.Logger `json:"-"`
}

// DefaultBatch is the number of rows that Batch = 0 stands for.
const DefaultBatch = 256

// ErrStop is returned by a callback to end training without an error.
var ErrStop = errors.New("psd: stop training")

// DefaultTraining returns settings for patches of pictures and tables like them.
func DefaultTraining() TrainConfig {
	return TrainConfig{Epochs: 10, Dictionary: "exact", LR: 2e-3, Tolerance: 1e-3, HeldOut: 0.05}
}

var dictionaryUpdates = []string{"exact", "gradient"}

// DictionaryUpdates lists the names that TrainConfig.Dictionary knows.
func DictionaryUpdates() []string { return slices.Clone(dictionaryUpdates) }

// Ramp is a schedule that grows from From to 1 over the first Epochs epochs, evenly.
type Ramp struct {
	From   float64
	Epochs int
}

// starts returns an error if the ramp is none or is not over within that many epochs.
func (r Ramp) starts(name string, epochs int) error {
	switch {
	case r.Epochs < 0 || !(r.From >= 0) || !finite(r.From):
		return fmt.Errorf("%s ramp %d from %v: expected 0 or more epochs, and a finite number of at least 0", name, r.Epochs, r.From)
	case r.Epochs >= epochs && r.Epochs > 0:
		return fmt.Errorf("%s ramp %d: training has only %d epochs, so that no epoch would have all of %s", name, r.Epochs, epochs, name)
	}
	return nil
}

// Factor implements nn.Schedule.
func (r Ramp) Factor(p nn.Progress) float64 {
	all := r.Epochs * max(p.StepsPerEpoch, 1)
	if p.Step >= all {
		return 1
	}
	return r.From + float64((1-r.From)*float64(p.Step)/float64(all))
}

// Check returns an error that names the first setting that makes no sense for any data.
func (c TrainConfig) Check() error {
	_, err := c.normalised()
	return err
}

// CheckAs is c.Check for models of T, in which small numbers are 0 and large ones
// infinite: it also refuses learning rates with which steps would change nothing.
func CheckAs[T kernels.Float](c TrainConfig) error {
	if err := c.Check(); err != nil {
		return err
	}
	return nn.CheckRate[T](c.LR, c.Schedule, c.Epochs)
}

func (c TrainConfig) normalised() (TrainConfig, error) {
	if c.Dictionary == "" {
		c.Dictionary = dictionaryUpdates[0]
	}
	if c.Tolerance == 0 {
		c.Tolerance = 1e-3
	}
	for _, s := range []*nn.Schedule{&c.Lambda, &c.Gamma} {
		if *s == nil {
			*s = nn.Constant{}
		}
	}
	switch {
	case c.Epochs < 1:
		return c, fmt.Errorf("epochs %d: expected at least 1", c.Epochs)
	case c.Batch < 0:
		return c, fmt.Errorf("batch %d: expected at least 1, or 0 for %d", c.Batch, DefaultBatch)
	case c.Batch > 0 && c.FullBatch:
		return c, fmt.Errorf("batch %d beside a full batch: only one of them can be", c.Batch)
	case c.Patience < 0:
		return c, fmt.Errorf("patience %d: expected 0 (never stop early) or more", c.Patience)
	case c.Patience > 0 && c.HeldOut == 0:
		return c, fmt.Errorf("patience %d without held-out rows: it waits for a better objective on these", c.Patience)
	case c.Optimizer.Decay != 0:
		return c, fmt.Errorf("optimizer: decay %v: atoms have unit length whatever decays them, and a smaller encoder predicts codes that are too small; use 0", c.Optimizer.Decay)
	case !(c.HeldOut >= 0 && c.HeldOut < 1):
		return c, fmt.Errorf("held-out fraction %v: expected 0 ≤ fraction < 1", c.HeldOut)
	case !slices.Contains(dictionaryUpdates, c.Dictionary):
		return c, fmt.Errorf("unknown dictionary update %q: choose one of %s", c.Dictionary, strings.Join(dictionaryUpdates, ", "))
	}
	for _, s := range []struct {
		name     string
		schedule nn.Schedule
	}{{"lambda", c.Lambda}, {"gamma", c.Gamma}} {
		if r, ok := s.schedule.(Ramp); ok {
			if err := r.starts(s.name, c.Epochs); err != nil {
				return c, err
			}
		}
	}
	if _, err := nn.NewRate[float64](c.LR, c.Schedule, c.CustomSchedule, c.Epochs); err != nil {
		return c, err
	}
	if c.Patience > 0 {
		if err := c.Schedule.StartsWithin(c.Patience); err != nil {
			return c, err
		}
	}
	if _, err := nn.NewOptimizer[float32](c.Optimizer, 0); err != nil {
		return c, err
	}
	return c, c.coder(1, 1).Check()
}

// forRows is the configuration with the batch that it has for that many training rows.
func (c TrainConfig) forRows(rows int) (TrainConfig, error) {
	switch {
	case c.FullBatch:
		c.Batch = rows
	case c.Batch == 0:
		c.Batch = min(DefaultBatch, rows)
	case c.Batch > rows:
		return c, fmt.Errorf("batch %d: the data has only %d training rows; a full batch takes all of them", c.Batch, rows)
	}
	return c, c.Schedule.Starts(c.Epochs, c.stepsPerEpoch(rows))
}

func (c TrainConfig) stepsPerEpoch(rows int) int { return (rows + c.Batch - 1) / c.Batch }

// coder is what the code step minimises.
func (c TrainConfig) coder(lambda, gamma float64) sparsecode.Options {
	return sparsecode.Options{Lambda: lambda, Gamma: gamma, Solver: c.Solver, Tolerance: c.Tolerance, MaxIterations: c.MaxIterations}
}
