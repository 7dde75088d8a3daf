package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

func newTangents() *cobra.Command {
	var k int
	c := newApply(&cobra.Command{
		Use:   "tangents [flags]",
		Short: "Write the directions in which the data vary at every row",
		Long: `Tangents writes, for every row x of a data set, what the Jacobian J = ∂f/∂x of the
encoder tells of the manifold that the data are near:

  dimension   the local dimension: how many singular values of J make 95 % of ‖J‖²
  norm        ‖J‖_F, of f after scaling, as contractive models penalise it
  sigma_1 …   the K leading singular values
  tangent_1.COLUMN …
              the K leading directions, orthonormal in the units of the data

It is for models that were taught to ignore what is not in the data, contractive
and denoising ones. CSV gets the labels, if there are any, in a last column.`,
		Example: `  lamina tangents --model run/model.safetensors --data new.csv --directions 2 --out tangents.csv`,
	}, loadAutoencoder, func(ctx context.Context, m *autoencoder.Model[float32], data tensorio.Dataset[float32]) (applied[float64], error) {
		rows, names, err := tangents(ctx, m, data, k)
		return applied[float64]{rows: rows, info: tensorio.Info{Columns: names}}, err
	})
	c.Flags().IntVar(&k, "directions", 1, "`NUMBER` of directions K, at most as many as code units and columns")
	return c
}

// tangents is the table of the command and the names of its columns.
func tangents(ctx context.Context, m *autoencoder.Model[float32], data tensorio.Dataset[float32], k int) (kernels.Matrix[float64], []string, error) {
	x, err := tensorio.ReadAll(data)
	if err != nil {
		return kernels.Matrix[float64]{}, nil, err
	}
	if most := min(m.Inputs(), m.CodeSize()); k < 1 || k > most {
		return kernels.Matrix[float64]{}, nil, fmt.Errorf("--directions %d: expected 1 to %d, the lesser of columns and code units", k, most)
	}
	spaces, err := m.Tangents(ctx, x, k)
	if err != nil {
		return kernels.Matrix[float64]{}, nil, err
	}
	names := []string{"dimension", "norm"}
	for i := range k {
		names = append(names, fmt.Sprintf("sigma_%d", i+1))
	}
	columns := data.Columns()
	for i := range k {
		for j := range x.Cols {
			column := fmt.Sprint(j + 1)
			if columns != nil {
				column = columns[j]
			}
			names = append(names, fmt.Sprintf("tangent_%d.%s", i+1, column))
		}
	}
	table := kernels.NewMatrix[float64](x.Rows, len(names))
	for i, s := range spaces {
		row := table.Row(i)
		row[0], row[1] = float64(s.Dimension()), kernels.Nrm2(s.Spectrum)
		copy(row[2:], s.Spectrum[:k])
		for t := range k {
			copy(row[2+k+t*x.Cols:], s.Directions.Row(t))
		}
	}
	return table, names, nil
}
