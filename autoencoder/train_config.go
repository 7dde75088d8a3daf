package autoencoder

import (
	"errors"
	"fmt"
	"log/slog"
	"math"

	"github.com/lamina-go/lamina/nn"
)

// TrainConfig says how Fit trains. Start from DefaultTraining: zero values are
// not defaults.
type TrainConfig struct {
	// Epochs is the number of passes over the training rows, at most. 0 chooses 200 or,
	// where the rows are so few that these would make less than 8,000 steps, a multiple of
	// that, and then Patience and what Schedule counts in epochs are multiplied alike.
	Epochs int `json:"epochs"`
	// Batch is the number of rows per step; the last step of an epoch may have
	// fewer. 0 chooses 32, or 128 from 10,000 training rows on, where larger products
	// pay, and never more than there are.
	Batch int     `json:"batch"`
	LR    float64 `json:"lr"` // learning rate

	Optimizer nn.OptimizerSpec `json:"optimizer,omitzero"` // the zero value is Adam
	// Frozen is how many of the encoder's layers, from the first, keep the parameters
	// that they have. 0 trains all.
	Frozen int `json:"frozen,omitempty"`

	// Schedule varies the learning rate; the zero value keeps it constant.
	Schedule nn.ScheduleSpec `json:"schedule,omitzero"`
	// CustomSchedule stands in the place of Schedule, if it is not nil.
	CustomSchedule nn.Schedule `json:"-"`

	// ClipNorm is the greatest Euclidean norm that a step's gradient may have, by all
	// parameters together: a longer one is scaled to it (Pascanu, Mikolov and Bengio
	// 2013). 0 clips none. It costs a second pass over the gradients, which must be known
	// whole before the first parameter can change.
	ClipNorm float64 `json:"clip_norm,omitempty"`

	// HeldOut is the fraction of rows that is not trained on. After every epoch
	// the objective is measured on them, and the best parameters are kept. 0 keeps
	// the last ones.
	HeldOut float64 `json:"held_out"`
	// Patience ends training after that many epochs without a better held-out
	// objective. 0 never does.
	Patience int `json:"patience"`

	// Seed decides the held-out rows, the order of the others and the corruption.
	Seed uint64 `json:"seed"`

	// OnStep and OnEpoch are called after each step and epoch, from Fit's
	// goroutine. Returning ErrStop ends training as if it were over; any other
	// error ends it and is returned by Fit. The best parameters are kept in both
	// cases. Observe adds to them.
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

// ErrStop is returned by a callback to end training without an error.
var ErrStop = errors.New("autoencoder: stop training")

// DefaultTraining returns settings that suit the named variants on data of a
// thousand rows and more. TestDigitsAgainstPCA says how well.
func DefaultTraining() TrainConfig {
	return TrainConfig{LR: 3e-3, HeldOut: 0.2, Patience: 10}
}

// Check returns an error that names the first setting that makes no sense for any
// data, its value and what was expected. Fit checks too, and CheckAs.
func (c TrainConfig) Check() error {
	switch {
	case !(c.HeldOut >= 0 && c.HeldOut < 1):
		return fmt.Errorf("held-out fraction %v: expected 0 ≤ fraction < 1", c.HeldOut)
	case c.Epochs < 0 || c.Epochs > math.MaxInt32:
		return fmt.Errorf("epochs %d: expected at least 1, or 0 to have them chosen", c.Epochs)
	case c.Batch < 0:
		return fmt.Errorf("batch %d: expected at least 1, or 0 to have it chosen", c.Batch)
	case !(c.LR > 0) || !finite(c.LR):
		return fmt.Errorf("lr %v: expected a positive, finite learning rate", c.LR)
	case !(c.ClipNorm >= 0) || !finite(c.ClipNorm):
		return fmt.Errorf("clip norm %v: expected a finite norm, or 0 to clip no gradient", c.ClipNorm)
	case c.Patience < 0:
		return fmt.Errorf("patience %d: expected 0 (never stop early) or more", c.Patience)
	case c.Frozen < 0:
		return fmt.Errorf("frozen %d: expected a number of encoder layers, 0 (train all) or more", c.Frozen)
	}
	if c.CustomSchedule != nil && c.Schedule != (nn.ScheduleSpec{}) {
		return fmt.Errorf("schedule %q beside a custom one: only one of them can set the learning rate", c.Schedule.Kind)
	}
	if err := c.Schedule.Check(); err != nil {
		return err
	}
	if c.HeldOut > 0 && c.Patience > 0 {
		if err := c.Schedule.StartsWithin(c.Patience); err != nil {
			return err
		}
	}
	_, err := nn.NewOptimizer[float32](c.Optimizer, 0)
	return err
}

// forRows is the configuration with the batch size and the number of epochs that it has
// for that many training rows.
func (c TrainConfig) forRows(rows int) (TrainConfig, error) {
	switch {
	case c.Batch == 0 && rows < 10_000:
		c.Batch = min(32, rows)
	case c.Batch == 0:
		c.Batch = 128
	case c.Batch > rows:
		return c, fmt.Errorf("batch %d: the data has only %d training rows", c.Batch, rows)
	}
	if err := c.Check(); err != nil {
		return c, err
	}
	perEpoch := c.stepsPerEpoch(rows)
	times := 1
	if c.Epochs == 0 {
		times = max(1, (chosenSteps+chosenEpochs*perEpoch-1)/(chosenEpochs*perEpoch))
		c.Epochs = chosenEpochs * times
		c.Patience = min(c.Patience, math.MaxInt32/times) * times
		c.Schedule = c.Schedule.Stretched(times)
	}
	err := c.Schedule.Starts(c.Epochs, perEpoch)
	if err != nil && times > 1 {
		err = fmt.Errorf("%w (for so few rows, all counts of epochs are times %d)", err, times)
	}
	return c, err
}

// What Epochs = 0 chooses.
const chosenEpochs, chosenSteps = 200, 8000

// stepsPerEpoch is the number of steps that an epoch of so many rows has.
func (c TrainConfig) stepsPerEpoch(rows int) int { return (rows + c.Batch - 1) / c.Batch }
