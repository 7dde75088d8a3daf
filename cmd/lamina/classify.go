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

func newClassify() *cobra.Command {
	return newApply(&cobra.Command{
		Use:   "classify [flags]",
		Short: "Write the class of every row",
		Long: `Classify writes p(class | x) for every row x of a data set, one column for each
class under its name, and in CSV the most probable class in a last column, label.
The model is one of train --classify.

If the data has labels (see --label), it tells the accuracy: the share of rows whose
most probable class is theirs. Labels that the classifier does not know are wrong.`,
		Example: `  lamina train --classify
  lamina classify --model run/model.safetensors --data new.csv --out classes.csv`,
	}, loadClassifier, func(ctx context.Context, m *autoencoder.Classifier[float32], data tensorio.Dataset[float32]) (applied[float32], error) {
		classes := m.Classes()
		p := kernels.NewMatrix[float32](data.Len(), len(classes))
		err := m.ClassifyData(ctx, data, copyInto(p))
		told := &tensorio.Labels{Class: autoencoder.MostProbable(p), Names: classes}
		return applied[float32]{rows: p, info: tensorio.Info{Columns: classes, Labels: told}, accuracy: accuracy(told, data.Labels())}, err
	})
}

// loadClassifier is LoadClassifier, with the command that classifiers come from.
func loadClassifier(path string) (*autoencoder.Classifier[float32], error) {
	c, err := autoencoder.LoadClassifier[float32](path)
	if errors.Is(err, autoencoder.ErrAutoencoder) {
		err = fmt.Errorf("%s: the model is an autoencoder, which knows no classes: lamina train --classify --stack %s makes a classifier of it", path, path)
	}
	return c, err
}

// accuracy is the share of rows with the same class in both, by name; nil if there are
// no rows or no labels.
func accuracy(told, want *tensorio.Labels) *float64 {
	if want == nil || len(want.Class) == 0 {
		return nil
	}
	right := 0
	for i, c := range want.Class {
		if told.Names[told.Class[i]] == want.Names[c] {
			right++
		}
	}
	share := float64(right) / float64(len(want.Class))
	return &share
}
