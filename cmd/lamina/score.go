package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

func newScore() *cobra.Command {
	return newApply(&cobra.Command{
		Use:   "score [flags]",
		Short: "Write how unlike the training data every row is",
		Long: `Score writes two anomaly scores for every row x of a data set. The higher, the less
the row is like the training data:

  neg_log        −log p(x | h = f(x)) in nats, in the units of the data; with the
                 bernoulli likelihood and grey values, a cross-entropy
  squared_error  ‖x − r‖², likewise

CSV gets the labels, if there are any, in a last column.`,
		Example: `  lamina score --model run/model.safetensors --data new.csv --out scores.csv`,
	}, loadAutoencoder, func(ctx context.Context, m *autoencoder.Model[float32], data tensorio.Dataset[float32]) (applied[float64], error) {
		table := kernels.NewMatrix[float64](data.Len(), 2)
		info := tensorio.Info{Columns: []string{"neg_log", "squared_error"}}
		return applied[float64]{rows: table, info: info}, m.ScoreData(ctx, data, func(first int, scores []autoencoder.RowScore) error {
			for i, s := range scores {
				copy(table.Row(first+i), []float64{s.NegLog, s.SquaredError})
			}
			return nil
		})
	})
}
