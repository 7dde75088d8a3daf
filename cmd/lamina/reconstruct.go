package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

func newReconstruct() *cobra.Command {
	return newApply(&cobra.Command{
		Use:   "reconstruct [flags]",
		Short: "Write what the model makes of every row",
		Long: `Reconstruct writes r = g(f(x)) for every row x of a data set, in the data's own
units and under its own column names; CSV gets the labels, if there are any, in a
last column. Nothing is corrupted, whatever the model was trained with.`,
		Example: `  lamina reconstruct --model run/model.safetensors --data new.csv --out copies.csv`,
	}, loadAutoencoder, func(ctx context.Context, m *autoencoder.Model[float32], data tensorio.Dataset[float32]) (applied[float32], error) {
		rows := kernels.NewMatrix[float32](data.Len(), data.Width())
		return applied[float32]{rows: rows, info: tensorio.Info{Columns: data.Columns()}}, m.ReconstructData(ctx, data, copyInto(rows))
	})
}
