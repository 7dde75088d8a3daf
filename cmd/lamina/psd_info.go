package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/autoencoder/psd"
)

// psdModelReport is what info tells about a model of predictive sparse decomposition.
type psdModelReport struct {
	Model        string           `json:"model"`
	Variant      string           `json:"variant"`
	Inputs       int              `json:"inputs"`
	ReadyColumns int              `json:"ready_columns"` // after preprocessing
	CodeSize     int              `json:"code_size"`
	Parameters   int              `json:"parameters"`
	Config       psd.Config       `json:"config"`
	Preprocess   preprocess.Spec  `json:"preprocess"`
	Columns      []string         `json:"columns"`
	Training     *psd.TrainConfig `json:"training"`

	loaded *psd.Model[float32]
}

func infoPSD(c *cobra.Command) {
	other := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		path := c.Flags().Lookup("model").Value.String()
		if !isPSD(path) {
			return other(c, args)
		}
		m, err := psd.Load[float32](path)
		if err != nil {
			return err
		}
		r := psdModelReport{Model: path, Variant: psdVariant, Inputs: m.Inputs(), ReadyColumns: m.Pipeline().Outputs(), CodeSize: m.CodeSize(),
			Parameters: m.Parameters(), Config: m.Config(), Preprocess: m.Pipeline().Spec(), Columns: m.Columns(), loaded: m}
		if t, ok := m.Training(); ok {
			r.Training = &t
		}
		if c.Flags().Lookup("json").Value.String() == "true" {
			return printJSON(c.OutOrStdout(), r)
		}
		r.print(c.OutOrStdout())
		return nil
	}
}

func (r psdModelReport) print(w io.Writer) {
	printPSD(w, r.loaded)
	line(w, "code", "%s from %s", plural(r.CodeSize, "unit"), plural(r.Inputs, "column"))
	if t := r.Training; t != nil {
		line(w, "trained", "%s, %s, %s dictionary update, learning rate %v%s, codes to gap %v", plural(t.Epochs, "epoch"), batchOf(t), t.Dictionary, t.LR, scheduleOf(t), t.Tolerance)
	}
}

// batchOf tells the batch of a training, as it was asked for.
func batchOf(t *psd.TrainConfig) string {
	switch {
	case t.FullBatch:
		return "full batch"
	case t.Batch == 0:
		return fmt.Sprintf("batch %d", psd.DefaultBatch)
	}
	return fmt.Sprintf("batch %d", t.Batch)
}

// scheduleOf tells what varies the learning rate, if anything does.
func scheduleOf(t *psd.TrainConfig) string {
	if t.Schedule.Kind == "" {
		return ""
	}
	return " (" + t.Schedule.Kind + ")"
}
