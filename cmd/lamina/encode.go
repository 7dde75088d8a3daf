package main

import (
	"context"
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
the flags that the model was trained with.`,
		Example: `  lamina encode --model run/model.safetensors --data new.csv --out codes.npy
  lamina encode --model run/model.safetensors > codes.csv`,
	}, func(ctx context.Context, m *autoencoder.Model[float32], data tensorio.Dataset[float32]) (kernels.Matrix[float32], []string, error) {
		codes := kernels.NewMatrix[float32](data.Len(), m.CodeSize())
		names := make([]string, m.CodeSize())
		for i := range names {
			names[i] = fmt.Sprintf("h%d", i+1)
		}
		return codes, names, m.EncodeData(ctx, data, copyInto(codes))
	})
}
