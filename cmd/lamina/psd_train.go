package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder/psd"
	"github.com/lamina-go/lamina/cmd/lamina/internal/picture"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// atomsFile is what psd writes besides the files of other variants.
const atomsFile = "atoms.png"

// psdReport is what train --variant psd has to tell. Objectives are means per row, in the
// space of the preprocessed rows.
type psdReport struct {
	Data           string          `json:"data"`
	Rows           int             `json:"rows"`
	Columns        int             `json:"columns"`
	TrainRows      int             `json:"train_rows"`
	HeldOutRows    int             `json:"held_out_rows"`
	Pictures       *pictureReport  `json:"pictures"` // null if the data are none
	ConstantRows   int             `json:"constant_rows"`
	Variant        string          `json:"variant"`
	Config         psd.Config      `json:"config"`
	ReadyColumns   int             `json:"ready_columns"` // after preprocessing
	Parameters     int             `json:"parameters"`
	Training       psd.TrainConfig `json:"training"`
	Implementation string          `json:"implementation"`
	Threads        int             `json:"threads"`
	Epochs         int             `json:"epochs"` // complete ones
	Kept           int             `json:"kept"`   // epoch whose parameters the model has
	Interrupted    bool            `json:"interrupted"`
	Missed         int             `json:"missed"` // codes of the training without a certificate
	Codes          int             `json:"codes"`  // of the training, in all
	Replaced       int             `json:"replaced"`
	TrainObjective psd.Objective   `json:"train_objective"` // after the code steps of the last epoch, or of the best
	HeldOut        *psd.Evaluation `json:"held_out"`        // null without such rows
	RowsPerSecond  float64         `json:"rows_per_second"`
	Seconds        float64         `json:"seconds"`
	Files          []string        `json:"files"`
}

type pictureReport struct {
	Pictures   int  `json:"pictures"`
	MixedSizes bool `json:"mixed_sizes"`
	TooSmall   int  `json:"too_small"`
	Constant   int  `json:"constant_patches"` // drawn and left out
}

func (p *psdFlags) run(c *cobra.Command, data *dataFlags, m *modelFlags, t *trainFlags, out string, asJSON bool) error {
	if err := t.checkShared(c.Flags().Changed); err != nil {
		return err
	}
	training := p.training(c.Flags().Changed, t)
	if err := psd.CheckAs[float32](training); err != nil {
		return usagef("%s", psdByFlag(err))
	}
	rows, err := data.open()
	if err != nil {
		return err
	}
	config, err := p.config(c.Flags().Changed, m, rows)
	if err != nil {
		return err
	}
	config.Seed = training.Seed
	model, err := psd.New[float32](config)
	if err != nil {
		return usagef("%s", psdByFlag(err))
	}
	dir, err := openDir(out, modelFile, historyFile, lossFile, atomsFile, featuresFile)
	if err != nil {
		return err
	}
	defer dir.removeIfEmpty()
	r := &psdReport{
		Data: data.path, Rows: rows.Len(), Columns: rows.Width(), Variant: psdVariant, Training: training,
		Implementation: kernels.Active(), Threads: runtime.GOMAXPROCS(0),
	}
	if pictures, ok := tensorio.PicturesOf(rows); ok {
		r.Pictures = &pictureReport{pictures.Pictures, pictures.MixedSizes, pictures.TooSmall, pictures.Constant}
	}
	told := false
	training.OnStep = func(psd.Step) error {
		if !told && !asJSON {
			r.printHead(c.OutOrStdout(), model)
		}
		told = true
		return nil
	}
	if training.Logger = t.logger(c.ErrOrStderr()); training.Logger == nil {
		training.OnEpoch = func(e psd.Epoch) error { return psdProgress(c.ErrOrStderr(), e, training.Epochs) }
	}
	events, end, err := t.events()
	if err != nil {
		return err
	}
	if events != nil {
		training.Observe(psd.TensorBoard(events, boardEvery))
	}
	start := time.Now()
	history, ended := model.Fit(c.Context(), rows, training)
	if err := end(history != nil); err != nil && history != nil {
		ended = errors.Join(ended, err)
	}
	r.Seconds = time.Since(start).Seconds()
	if history == nil {
		if c.Context().Err() != nil {
			return errInterrupted
		}
		return fmt.Errorf("%s: %s", data.path, psdByFlag(ended))
	}
	if c.Context().Err() != nil && errors.Is(ended, c.Context().Err()) {
		r.Interrupted = true
		ended = fmt.Errorf("%w in epoch %d: kept %s", errInterrupted, len(history.Epochs)+1, history.KeptText())
	}
	if ended != nil && history.Kept+history.KeptSteps == 0 && !r.Interrupted {
		return fmt.Errorf("%s: %s; nothing was written%s", data.path, oneLine(ended), t.butEvents())
	}
	if r.Files, err = writePSD(dir, model, rows, history); err != nil {
		return err
	}
	r.complete(model, history)
	if asJSON {
		return errors.Join(ended, printJSON(c.OutOrStdout(), r))
	}
	r.printResult(c.OutOrStdout())
	return ended
}

func psdProgress(w io.Writer, e psd.Epoch, of int) error {
	missed := ""
	if e.Missed > 0 {
		missed = fmt.Sprintf(", %s codes without a certificate", thousands(e.Missed))
	}
	_, err := fmt.Fprintf(w, "epoch %d/%d: objective %s at f(x), %s at the codes, %s after the parameters' step; %.1f %% active%s, %.1f s\n",
		e.Number, of, figure(e.Start.Total()), figure(e.Codes.Total()), figure(e.Parameters.Total()), 100*e.Density, missed, e.Elapsed.Seconds())
	return err
}

// writePSD writes all files, the model first, and returns their paths.
func writePSD(d runDir, m *psd.Model[float32], data tensorio.Dataset[float32], h *psd.History) ([]string, error) {
	at := func(name string) string { return filepath.Join(d.path, name) }
	files := []string{at(modelFile)}
	if err := m.Save(files[0]); err != nil {
		return nil, err
	}
	atoms, filters, err := m.Views()
	if err != nil {
		return nil, err
	}
	for _, p := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{historyFile, h.WriteCSV},
		{lossFile, func(w io.Writer) error { return psdLoss(w, h) }},
		{atomsFile, func(w io.Writer) error { return picture.Units(w, "Dictionary atoms", atoms, data) }},
		{featuresFile, func(w io.Writer) error { return picture.Units(w, "Encoder filters", filters, data) }},
	} {
		if err := tensorio.WriteFileAtomic(at(p.name), p.write); err != nil {
			return nil, err
		}
		files = append(files, at(p.name))
	}
	return files, nil
}

func psdLoss(w io.Writer, h *psd.History) error {
	curves := []picture.Curve{{Name: "at f(x)"}, {Name: "after the code step"}, {Name: "after the parameters' step"}, {Name: "held-out rows, at the codes"}}
	for _, e := range h.Epochs {
		for i, v := range []float64{e.Start.Total(), e.Codes.Total(), e.Parameters.Total()} {
			curves[i].Values = append(curves[i].Values, v)
		}
		if e.HeldOut.Rows > 0 {
			curves[3].Values = append(curves[3].Values, e.HeldOut.Objective.Total())
		}
	}
	return picture.Curves(w, "Objective of the half-steps, mean of every epoch", "objective per row", curves)
}

func (r *psdReport) complete(m *psd.Model[float32], h *psd.History) {
	r.Config, r.Parameters, r.ReadyColumns = m.Config(), m.Parameters(), m.Pipeline().Outputs()
	r.TrainRows, r.HeldOutRows, r.ConstantRows = len(h.Train), len(h.HeldOut), h.Constant
	r.Epochs, r.Kept, r.Missed = len(h.Epochs), h.Kept, h.Missed()
	var steps time.Duration
	for _, e := range h.Epochs {
		steps += e.Elapsed
		r.Replaced += e.Replaced
	}
	r.Codes = r.Epochs * r.TrainRows
	if r.Epochs == 0 {
		return
	}
	r.RowsPerSecond = float64(r.Codes) / max(steps.Seconds(), 1e-9)
	last := h.Epochs[r.Epochs-1] // or the best, whose parameters are kept
	if r.Training.Patience > 0 && h.Kept > 0 {
		last = h.Epochs[h.Kept-1]
	}
	r.TrainObjective = last.Codes
	if last.HeldOut.Rows > 0 {
		r.HeldOut = &last.HeldOut
	}
}

func (r *psdReport) printHead(w io.Writer, m *psd.Model[float32]) {
	line(w, "data", "%s: %s rows × %s columns", r.Data, thousands(r.Rows), thousands(r.Columns))
	if p := r.Pictures; p != nil {
		line(w, "", "%s", p.describe())
	}
	printPSD(w, m)
	line(w, "running on", "%s, %s", r.Implementation, plural(r.Threads, "thread"))
}

func (p *pictureReport) describe() string {
	s := "from " + plural(p.Pictures, "picture")
	if p.MixedSizes {
		s += " of mixed size"
	}
	if p.TooSmall > 0 {
		s += fmt.Sprintf("; %s too small for a patch", thousands(p.TooSmall))
	}
	if p.Constant > 0 {
		s += fmt.Sprintf("; %s patches without contrast were left out", thousands(p.Constant))
	}
	return s
}

// printPSD tells a model in three lines.
func printPSD(w io.Writer, m *psd.Model[float32]) {
	c, s := m.Config(), m.Pipeline().Spec()
	line(w, "model", "psd, %s atoms for %s columns; %s parameters, seed %d", thousands(c.Atoms), thousands(m.Pipeline().Outputs()), thousands(m.Parameters()), c.Seed)
	line(w, "", "f(x) = gain·%s(xW + b), λ %v, γ %v", c.Encoder, c.Lambda, c.Gamma)
	line(w, "", "rectification %s, contrast %s, whitening %s", s.Rectify, s.Contrast, s.Whitening)
}

func (r *psdReport) printResult(w io.Writer) {
	ended := ""
	if r.Interrupted {
		ended = ", interrupted"
	}
	if r.Kept < r.Epochs {
		ended += fmt.Sprintf("; kept epoch %d", r.Kept)
	}
	line(w, "trained", "%s%s", plural(r.Epochs, "epoch"), ended)
	line(w, "", "%.1f s, %s rows/s", r.Seconds, thousands(int(r.RowsPerSecond)))
	line(w, "codes", "%s of %s without a certificate at gap %v", thousands(r.Missed), thousands(r.Codes), r.Training.Tolerance)
	if r.ConstantRows > 0 {
		line(w, "", "%s without contrast", plural(r.ConstantRows, "row"))
	}
	if r.Replaced > 0 {
		line(w, "", "%s of no use got a new direction", plural(r.Replaced, "atom"))
	}
	if e := r.HeldOut; e == nil {
		line(w, "held out", "no rows")
	} else {
		line(w, "held out", "%-24s %s at the codes, %s at f(x)", "objective per row", figure(e.Objective.Total()), figure(e.Predicted.Total()))
		line(w, "", "%-24s %.1f %% of the squared norm at the codes, %.1f %% at f(x)", "left unexplained",
			100*e.Objective.Reconstruction/e.Norm, 100*e.Predicted.Reconstruction/e.Norm)
		line(w, "", "%-24s %.1f %%", "active units", 100*e.Density)
		line(w, "", "%-24s %.3f of the codes' squared norm", "prediction error", e.PredictionError)
	}
	for i, f := range r.Files {
		label := ""
		if i == 0 {
			label = "written"
		}
		line(w, label, "%s", f)
	}
}
