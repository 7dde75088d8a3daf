package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

func newEncode() *cobra.Command {
	return newApply(&cobra.Command{
		Use:   "encode [flags]",
		Short: "Write the code of every row",
		Long: `Encode writes h = f(x) for every row x of a data set, one row each, in columns h1,
h2, …; CSV gets the labels, if there are any, in a last column. Read the data with
the flags that the model was trained with. A classifier's code is what its softmax
layer sees.`,
		Example: `  lamina encode --model run/model.safetensors --data new.csv --out codes.npy
  lamina encode --model run/model.safetensors > codes.csv`,
	}, loadEncoder, func(ctx context.Context, m encoder, data tensorio.Dataset[float32]) (applied[float32], error) {
		codes := kernels.NewMatrix[float32](data.Len(), m.CodeSize())
		return applied[float32]{rows: codes, info: tensorio.Info{Columns: codeNames(m.CodeSize())}}, m.EncodeData(ctx, data, copyInto(codes))
	})
}

// codeNames are the names of the columns of codes of k units.
func codeNames(k int) []string {
	names := make([]string, k)
	for i := range names {
		names[i] = fmt.Sprintf("h%d", i+1)
	}
	return names
}

// An encoder is an autoencoder's or a classifier's.
type encoder interface {
	described
	CheckColumns(names []string) error
	EncodeData(ctx context.Context, data tensorio.Dataset[float32], each func(first int, h kernels.Matrix[float32]) error) error
}

func loadEncoder(path string) (encoder, error) {
	m, err := autoencoder.Load[float32](path)
	if errors.Is(err, autoencoder.ErrClassifier) {
		return autoencoder.LoadClassifier[float32](path)
	}
	return m, err
}
