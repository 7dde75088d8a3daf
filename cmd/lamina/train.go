package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/tensorio"
)

func newTrain() *cobra.Command {
	var data dataFlags
	var model modelFlags
	var start startFlags
	var train trainFlags
	var sparse psdFlags
	var out string
	var asJSON bool
	c := &cobra.Command{
		Use:   "train [flags]",
		Short: "Train a model and write it, its history and pictures",
		Long: `Train fits an autoencoder to the rows of a data set and compares it, on rows that
were held out, with a PCA whose code has the same size. With --classify it fits a
classifier of the data's labels, and measures its accuracy on those rows.

It writes to --out DIR: model.safetensors, which is all that the other commands
need, history.csv, loss.png, features.png and, of autoencoders, reconstructions.png;
and for two columns and gaussian noise score.png, the score field as arrows. Ctrl-C ends
training at the next step; the best model so far is still written, and the exit code is
130. Of an unfinished pretraining the layers so far are written, as one model.

With --json the standard output is one object with the fields ` + wrap(jsonFields[trainReport](), 80, 62) + `.

Variants are starting points, and every part of them can be changed by a flag:
` + describeVariants(),
		Example: `  lamina train
  lamina train --layers 64,4 --seed 1 --out four
  lamina train --data iris.csv --label species --scale standard --layers 2
  lamina train --variant denoising --noise salt-and-pepper --noise-level 0.2
  lamina train --schedule cosine --warm-up 200 --weight-decay 0.01 --tensorboard runs/one
  lamina train --layers 64,32,8 --activation sigmoid --pretrain 20
  lamina train --classify --data iris.csv --label species
  lamina train --classify --stack run/model.safetensors --freeze all --out probe
  lamina train --variant psd --data pictures/ --patch 12 --schedule cosine`,
	}
	f := c.Flags()
	data.add(c)
	model.add(c)
	c.Flags().Lookup("variant").Usage += ", " + psdVariant
	start.add(c)
	train.add(c)
	train.addReports(c)
	sparse.add(c)
	f.StringVar(&out, "out", "run", "`DIR` to write to")
	f.BoolVar(&asJSON, "json", false, "print the result as one JSON object")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := sparse.check(c, model.variant); err != nil {
			return err
		}
		if model.variant == psdVariant {
			return sparse.run(c, &data, &model, &train, out, asJSON)
		}
		config, err := model.config(f.Changed)
		if err != nil {
			return err
		}
		if err := start.check(config, f.Changed); err != nil {
			return err
		}
		if err := train.check(f.Changed); err != nil {
			return err
		}
		rows, err := data.open()
		if err != nil {
			return err
		}
		config.Inputs, config.Seed = rows.Width(), train.config.Seed
		classes, err := start.classNames(data.path, rows)
		if err != nil {
			return err
		}
		m, err := start.model(config, classes)
		if err != nil {
			return err
		}
		dir, err := openDir(out, runNames(m)...)
		if err != nil {
			return err
		}
		defer dir.removeIfEmpty()
		train.config.Frozen = start.frozen(len(m.Config().Layers))
		t := training{data: rows, model: m, flags: &train, config: train.config, dir: dir, begun: func() {}, start: start, network: config, classes: classes}
		t.report = newTrainReport(data.path, rows, m, train.config)
		if !asJSON {
			t.begun = func() { t.report.printHead(c.OutOrStdout(), m) }
		}
		ended := t.run(c)
		if t.history == nil || t.report.Files == nil {
			return ended
		}
		if asJSON {
			return errors.Join(ended, printJSON(c.OutOrStdout(), t.report))
		}
		t.report.printResult(c.OutOrStdout())
		return ended
	}
	return c
}

// training is one run of the train command.
type training struct {
	data    tensorio.Dataset[float32]
	model   trainee
	flags   *trainFlags
	config  autoencoder.TrainConfig
	dir     runDir
	history *autoencoder.History
	report  *trainReport
	begun   func() // called before the first step, when nothing can be refused any more

	start   startFlags
	network autoencoder.Config // as the flags have it
	classes []string           // nil for autoencoders

	begunAt   time.Time
	stack     *autoencoder.Stack[float32] // as far as pretraining came
	histories []*autoencoder.History      // of its layers
}

// begin calls begun, once.
func (t *training) begin() {
	t.begun()
	t.begun = func() {}
}

// run trains, writes the files and completes the report. An error that ended
// training early is returned after the files have been written.
func (t *training) run(c *cobra.Command) error {
	ctx := c.Context()
	t.begunAt = time.Now()
	if t.start.pretrain > 0 {
		if err := t.pretrain(c); err != nil {
			return err
		}
	}
	t.config.OnStep = func(s autoencoder.Step) error {
		if s.Epoch == 1 && s.Step == 1 {
			t.begin()
		}
		return nil
	}
	if t.config.Logger = t.flags.logger(c.ErrOrStderr()); t.config.Logger == nil {
		progress := newProgress(c.ErrOrStderr())
		progress.classifier = t.classes != nil
		defer progress.close()
		t.config.Observe(autoencoder.Observer{Step: progress.step, Epoch: progress.epoch,
			End: func(*autoencoder.History, error) { progress.close() }})
	}
	events, end, err := t.flags.events()
	if err != nil {
		return err
	}
	if events != nil {
		t.config.Observe(autoencoder.TensorBoard(events, boardEvery))
	}
	history, ended := t.model.Fit(ctx, t.data, t.config)
	if err := end(history != nil); err != nil && history != nil {
		ended = errors.Join(ended, err)
	}
	t.history = history
	if history == nil {
		if ctx.Err() != nil {
			return t.keepLayers(c, errInterrupted)
		}
		return fmt.Errorf("%s: %s", t.report.Data, byFlag(ended)) // it is the data that do not suit
	}
	t.report.Seconds = time.Since(t.begunAt).Seconds()
	t.report.epochsAsked = t.model.Training().Epochs
	var diverged *autoencoder.DivergedError
	switch {
	case errors.As(ended, &diverged) && history.Kept+history.KeptSteps == 0:
		return fmt.Errorf("%w; nothing was written%s", ended, t.flags.butEvents())
	case ctx.Err() != nil && errors.Is(ended, ctx.Err()):
		t.report.Interrupted = true
		ended = interruption(history)
	}
	if err := t.dir.write(t.model, t.data, history); err != nil {
		return err
	}
	t.report.Files = t.dir.files(t.model)
	return errors.Join(ended, t.report.measure(c, t.model, t.data, history))
}

// interruption says what an interrupt left.
func interruption(h *autoencoder.History) error {
	if h.Kept == 0 {
		return fmt.Errorf("%w before the first epoch was over: kept the parameters as they were then", errInterrupted)
	}
	return fmt.Errorf("%w in epoch %d: kept the parameters of epoch %d", errInterrupted, len(h.Epochs)+1, h.Kept)
}

func describeVariants() string {
	s := ""
	names, docs := autoencoder.Variants()
	for i, name := range names {
		if c, err := autoencoder.Variant(name); err == nil && c.Variant == name {
			s += fmt.Sprintf("\n  %-12s %s", name, docs[i])
		}
	}
	return s + fmt.Sprintf("\n  %-12s %s", psdVariant, "predictive sparse decomposition: sparse codes, and an encoder that predicts them")
}
