package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// white is the square of the pixels' range: errors are told for pixels from 0 to 1.
const white = 255 * 255

// decline takes the learning rate down to 0 in equal steps.
type decline struct{}

func (decline) Factor(p nn.Progress) float64 {
	return 1 - float64(p.Step)/float64(p.Epochs*p.StepsPerEpoch)
}

// training is how everything is trained here: Adam with a rate that declines, batches
// of 128 rows, a tenth of the rows held out to keep the best epoch.
func (r *run) training(epochs int, lr float64) autoencoder.TrainConfig {
	return autoencoder.TrainConfig{Epochs: max(1, int(math.Round(float64(epochs)*r.epochs))), LR: lr, Batch: 128,
		HeldOut: 0.1, Seed: r.seed, CustomSchedule: decline{}}
}

// A fit is the Fit of a model or a classifier.
type fit func(context.Context, tensorio.Dataset[float32], autoencoder.TrainConfig) (*autoencoder.History, error)

// fit trains on the training rows, and logs it.
func (r *run) fit(name string, f fit, t autoencoder.TrainConfig) error {
	return r.fitOn(r.train, name, f, t)
}

func (r *run) fitOn(data tensorio.Dataset[float32], name string, f fit, t autoencoder.TrainConfig) error {
	start := time.Now()
	h, err := f(r, data, t)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	e := h.Epochs[h.Kept-1]
	measure := fmt.Sprintf("held-out squared error %.3f", e.SquaredError/white)
	if h.Classifier {
		measure = fmt.Sprintf("held-out accuracy %.4f", e.Accuracy)
	}
	fmt.Fprintf(r.log, "%-34s %6.1f s, epoch %d of %d kept, %s\n", name, time.Since(start).Seconds(), h.Kept, len(h.Epochs), measure)
	return nil
}

// model trains a model of that configuration on the training rows.
func (r *run) model(name string, c autoencoder.Config, t autoencoder.TrainConfig) (*autoencoder.Model[float32], error) {
	c.Inputs, c.Seed = r.train.Width(), r.seed
	m, err := autoencoder.New[float32](c)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, r.fit(name, m.Fit, t)
}

// testError is the squared error per test picture, pixels from 0 to 1.
func (r *run) testError(m *autoencoder.Model[float32]) (float64, error) {
	e, err := m.Evaluate(r, r.test)
	return e.SquaredError / white, err
}
