package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/cmd/lamina/internal/picture"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// sampleFlags say what to draw and how.
type sampleFlags struct {
	model, method, out string
	data               dataFlags
	n, steps           int
	step               float64
	seed               uint64
	mean, json         bool
}

// sampleReport is what sample prints with --json.
type sampleReport struct {
	Model   string  `json:"model"`
	Method  string  `json:"method"`
	Rows    int     `json:"rows"`
	Columns int     `json:"columns"` // of the result
	Seed    uint64  `json:"seed"`
	Out     string  `json:"out"`
	Seconds float64 `json:"seconds"` // reading and writing excluded
}

type matrix = kernels.Matrix[float32]

// A method is a way to draw.
type method struct {
	name, doc string
	from      string // what the rows of --data are: data, codes, or empty if it is not read
	codes     bool   // the result is codes
	draw      func(ctx context.Context, m *autoencoder.Model[float32], from matrix, s *sampleFlags) (matrix, error)
}

var methods = []method{
	{"prior", "h ~ N(0, I), then x ~ p(x|h); of vae and iwae models", "", false,
		func(_ context.Context, m *autoencoder.Model[float32], _ matrix, s *sampleFlags) (matrix, error) {
			return m.Sample(s.n, s.sampling())
		}},
	{"decode", "x ~ p(x|h) for codes h, the rows of --data", "codes", false,
		func(_ context.Context, m *autoencoder.Model[float32], h matrix, s *sampleFlags) (matrix, error) {
			return m.SampleDecoder(h, s.sampling())
		}},
	{"encode", "h ~ p(h|x) for rows x of --data: writes codes", "data", true,
		func(_ context.Context, m *autoencoder.Model[float32], x matrix, s *sampleFlags) (matrix, error) {
			return m.SampleEncoder(x, s.seed)
		}},
	{"reconstruct", "h ~ p(h|x) for rows of --data, then a new x ~ p(x|h)", "data", false,
		func(_ context.Context, m *autoencoder.Model[float32], x matrix, s *sampleFlags) (matrix, error) {
			return m.SampleReconstruction(x, s.sampling())
		}},
	{"walk-back", "from rows of --data, again and again x̃ ~ C(x̃|x), x ~ p(x|f(x̃)); of denoising models", "data", false,
		func(ctx context.Context, m *autoencoder.Model[float32], x matrix, s *sampleFlags) (matrix, error) {
			return m.WalkBack(ctx, x, s.chain())
		}},
	{"langevin", "from rows of --data, along the score field and noise; of score models", "data", false,
		func(ctx context.Context, m *autoencoder.Model[float32], x matrix, s *sampleFlags) (matrix, error) {
			return m.Langevin(ctx, x, s.chain())
		}},
}

func newSample() *cobra.Command {
	var s sampleFlags
	list := ""
	for _, m := range methods {
		list += fmt.Sprintf("\n  %-12s %s", m.name, m.doc)
	}
	c := &cobra.Command{
		Use:   "sample [flags]",
		Short: "Draw rows from a model",
		Long: `Sample draws rows from a trained model, in the data's units, by one of
` + list + `

A PNG file shows images as a grid, and rows of two columns as points.`,
		Example: `  lamina train --variant vae && lamina sample --model run/model.safetensors --mean --out samples.png
  lamina sample --model run/model.safetensors --n 1000 --seed 7 --out samples.npy
  lamina sample --model run/model.safetensors --method walk-back --steps 50 > samples.csv`,
	}
	f := c.Flags()
	f.StringVar(&s.model, "model", "", "model `FILE` that train wrote (required)")
	f.StringVar(&s.method, "method", "prior", "`NAME` of one of "+strings.Join(methodNames(), ", "))
	f.IntVar(&s.n, "n", 64, "`ROWS` to draw; of methods that start from --data, its first ones")
	f.Uint64Var(&s.seed, "seed", 0, "`NUMBER` that decides the draws (default 0)")
	f.BoolVar(&s.mean, "mean", false, "E[x|h] in the place of the last draw, x ~ p(x|h)")
	f.IntVar(&s.steps, "steps", 100, "`NUMBER` of steps of a chain")
	f.Float64Var(&s.step, "step", 0.1, "`SIZE` of a langevin step, in units of the noise's variance")
	s.data.add(c)
	f.StringVar(&s.out, "out", "-", "`FILE` to write, .npy, .csv or .png; - is CSV to the standard output")
	f.BoolVar(&s.json, "json", false, "print one JSON object about the work; needs --out FILE")
	c.RunE = func(c *cobra.Command, _ []string) error { return s.run(c) }
	return c
}

func (s *sampleFlags) sampling() autoencoder.Sampling {
	return autoencoder.Sampling{Seed: s.seed, Mean: s.mean}
}

func (s *sampleFlags) chain() autoencoder.Chain {
	return autoencoder.Chain{Steps: s.steps, Step: s.step, Seed: s.seed, Mean: s.mean}
}

func (s *sampleFlags) run(c *cobra.Command) error {
	how, err := s.check(c)
	if err != nil {
		return err
	}
	model, err := loadAutoencoder(s.model)
	if err != nil {
		return err
	}
	from, info, err := s.read(model, how)
	if err != nil {
		return err
	}
	start := time.Now()
	drawn, err := how.draw(c.Context(), model, from, s)
	if err != nil {
		if c.Context().Err() != nil {
			return errInterrupted
		}
		return fmt.Errorf("%s: %s", s.model, oneLine(err))
	}
	r := sampleReport{Model: s.model, Method: how.name, Rows: drawn.Rows, Columns: drawn.Cols, Seed: s.seed, Out: s.out, Seconds: time.Since(start).Seconds()}
	data, err := tensorio.NewDense(drawn, info)
	if err != nil {
		return err
	}
	if extension(s.out) == ".png" {
		if !picture.Pictured(data) {
			return fmt.Errorf("--out %s: rows of %s are no images, nor points: use .csv or .npy", s.out, plural(drawn.Cols, "column"))
		}
		title := fmt.Sprintf("%s by %s, seed %d", plural(drawn.Rows, "row"), how.name, s.seed)
		err = tensorio.WriteFileAtomic(s.out, func(w io.Writer) error { return picture.Samples(w, title, data) })
	} else {
		err = write[float32](s.out, c.OutOrStdout(), data)
	}
	switch {
	case err != nil || s.out == "-":
		return err
	case s.json:
		return printJSON(c.OutOrStdout(), r)
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %s rows × %s columns\n", s.out, thousands(drawn.Rows), thousands(drawn.Cols))
	return err
}

// check finds mistakes in the flags, and whether the result can be written.
func (s *sampleFlags) check(c *cobra.Command) (method, error) {
	at := slices.IndexFunc(methods, func(m method) bool { return m.name == s.method })
	switch {
	case at < 0:
		return method{}, usagef("--method: unknown method %q: choose one of %s", s.method, strings.Join(methodNames(), ", "))
	case s.n < 1:
		return method{}, usagef("--n %d: expected at least 1", s.n)
	case s.steps < 1:
		return method{}, usagef("--steps %d: expected at least 1", s.steps)
	case !(s.step > 0 && s.step < 2):
		return method{}, usagef("--step %v: expected a number between 0 and 2", s.step)
	case methods[at].codes && extension(s.out) == ".png":
		return method{}, usagef("--out %s: codes are no pictures: use .csv or .npy", s.out)
	}
	return methods[at], checkOut(c, s.model, s.out, s.json, ".npy", ".csv", ".png")
}

func methodNames() []string {
	var names []string
	for _, m := range methods {
		names = append(names, m.name)
	}
	return names
}

// read reads the rows that a method starts from, and tells what the result's are.
func (s *sampleFlags) read(m *autoencoder.Model[float32], how method) (matrix, tensorio.Info, error) {
	info := tensorio.Info{Columns: m.Columns()}
	if how.from == "" {
		return matrix{}, info, nil
	}
	data, err := s.data.open()
	if err != nil {
		return matrix{}, info, err
	}
	want, what := m.Inputs(), "columns"
	if how.from == "codes" {
		want, what = m.CodeSize(), "code units"
	}
	if data.Width() != want {
		return matrix{}, info, fmt.Errorf("%s: model for %s %s given %s with %s", s.model, thousands(want), what, s.data.path, thousands(data.Width()))
	}
	if how.from == "data" {
		info.Image = data.Image()
		if err := m.CheckColumns(data.Columns()); err != nil {
			return matrix{}, info, fmt.Errorf("%s given %s: %s", s.model, s.data.path, oneLine(err))
		}
	}
	if how.codes {
		info = tensorio.Info{Columns: codeNames(m.CodeSize())}
	}
	rows := make([]int, min(s.n, data.Len()))
	for i := range rows {
		rows[i] = i
	}
	x, err := tensorio.ReadAll(tensorio.Subset(data, rows))
	return x, info, err
}
