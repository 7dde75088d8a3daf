package main

import (
	"context"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// A trainee is what train fits: an autoencoder or a classifier.
type trainee interface {
	described
	Fit(context.Context, tensorio.Dataset[float32], autoencoder.TrainConfig) (*autoencoder.History, error)
	Save(path string) error
	Weights() map[string]kernels.Matrix[float32]
}

// described is a model of either kind as reports tell of it.
type described interface {
	Inputs() int
	CodeSize() int
	Parameters() int
	Config() autoencoder.Config
	Columns() []string
	Scaling() autoencoder.Scaling[float32]
	Training() *autoencoder.Training
}
