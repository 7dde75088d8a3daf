package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

func newScore() *cobra.Command {
	var samples int
	var seed uint64
	c := newApply(&cobra.Command{
		Use:   "score [flags]",
		Short: "Write how unlike the training data every row is",
		Long: `Score writes two anomaly scores for every row x of a data set. The higher, the less
the row is like the training data:

  neg_log        −log p(x | h = f(x)) in nats, in the units of the data; with the
                 bernoulli likelihood and grey values, a cross-entropy
  squared_error  ‖x − r‖², likewise

With --samples K, of vae and iwae models, it writes two more:

  neg_elbo       −log p(x, h)/q(h|x), the mean of K draws h ~ q(h|x) of the encoder
  neg_log_p      −log 1/K Σ p(x, h)/q(h|x), which comes down to −log p(x) with K

CSV gets the labels, if there are any, in a last column.`,
		Example: `  lamina score --model run/model.safetensors --data new.csv --out scores.csv
  lamina score --model run/model.safetensors --samples 64 --out scores.csv`,
	}, loadAutoencoder, func(ctx context.Context, m *autoencoder.Model[float32], data tensorio.Dataset[float32]) (applied[float64], error) {
		names := []string{"neg_log", "squared_error"}
		if samples > 0 {
			names = append(names, "neg_elbo", "neg_log_p")
		}
		table := kernels.NewMatrix[float64](data.Len(), len(names))
		result := applied[float64]{rows: table, info: tensorio.Info{Columns: names}}
		err := m.ScoreData(ctx, data, func(first int, scores []autoencoder.RowScore) error {
			for i, s := range scores {
				copy(table.Row(first+i), []float64{s.NegLog, s.SquaredError})
			}
			return nil
		})
		if err != nil || samples == 0 {
			return result, err
		}
		return result, m.EvidenceData(ctx, data, samples, seed, func(first int, rows []autoencoder.Evidence) error {
			for i, e := range rows {
				copy(table.Row(first + i)[2:], []float64{-e.ELBO, -e.LogP})
			}
			return nil
		})
	})
	c.Flags().IntVar(&samples, "samples", 0, "`NUMBER` of codes drawn for each row to estimate log p(x) by (default none)")
	c.Flags().Uint64Var(&seed, "seed", 0, "`NUMBER` that decides the draws (default 0)")
	c.PreRunE = func(*cobra.Command, []string) error {
		if samples < 0 {
			return usagef("--samples %d: expected 0 or more", samples)
		}
		return nil
	}
	return c
}
