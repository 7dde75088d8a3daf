package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder/psd"
	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// isPSD tells whether a file is a model of predictive sparse decomposition. What cannot
// be read is none: the command that wants it says what is wrong.
func isPSD(path string) bool {
	meta, err := tensorio.ReadSafetensorsMetadata(path)
	return err == nil && psd.Is(meta)
}

// takePSD lets the commands that have use for them take such models too.
func takePSD(c *cobra.Command) {
	switch c.Name() {
	case "encode":
		encodePSD(c)
	case "reconstruct":
		reconstructPSD(c)
	case "score":
		scorePSD(c)
	case "info":
		infoPSD(c)
	}
}

// certifyFlags ask for codes that are optimised, not only predicted.
type certifyFlags struct {
	certify      bool
	options      sparsecode.Options
	certificates string
	prepared     string
}

func (f *certifyFlags) add(c *cobra.Command) {
	s := c.Flags()
	s.BoolVar(&f.certify, "certify", false, "psd: minimise the objective from f(x) on, each code with a certificate, in the place of f(x)")
	s.Float64Var(&f.options.Tolerance, "tolerance", 1e-4, "psd: duality `GAP`, relative, that ends a code")
	s.StringVar(&f.options.Solver, "solver", "descent", "psd: `NAME` of the solver: descent, fista")
	s.IntVar(&f.options.MaxIterations, "max-iterations", 1000, "psd: `NUMBER` of iterations that end a code without a certificate")
	s.StringVar(&f.certificates, "certificates", "", "psd: `FILE` to write each code's objective, gap, KKT residual, iterations and whether the gap was reached to, .csv or .npy")
	s.StringVar(&f.prepared, "prepared", "", "psd: `FILE` to write the preprocessed rows to, which the dictionary is for, .csv or .npy")
}

// set is the first of these flags that is set, or empty.
func (f *certifyFlags) set(c *cobra.Command) string {
	for _, name := range []string{"certify", "tolerance", "solver", "max-iterations", "certificates", "prepared"} {
		if c.Flags().Changed(name) {
			return name
		}
	}
	return ""
}

func (f *certifyFlags) check(c *cobra.Command) error {
	for _, p := range []struct{ flag, path string }{{"certificates", f.certificates}, {"prepared", f.prepared}} {
		if e := extension(p.path); c.Flags().Changed(p.flag) && e != ".csv" && e != ".npy" {
			return usagef("--%s %s: expected a name that ends in .npy or .csv", p.flag, p.path)
		}
	}
	for _, name := range []string{"tolerance", "solver", "max-iterations", "certificates"} {
		if c.Flags().Changed(name) && !f.certify {
			return usagef("--%s: only --certify has use for it", name)
		}
	}
	o := f.options
	o.Lambda = 1
	if err := o.Check(); err != nil {
		return usagef("%s", psdByFlag(err))
	}
	return nil
}

// certifyReport is what encode --certify tells besides.
type certifyReport struct {
	Missed     int     `json:"missed"`   // codes without a certificate
	Constant   int     `json:"constant"` // rows without contrast
	WorstGap   float64 `json:"worst_gap"`
	Objective  float64 `json:"objective"`  // mean per row
	Iterations float64 `json:"iterations"` // mean per row
	Density    float64 `json:"density"`
}

// psdApplyReport is what commands print with --json for such a model.
type psdApplyReport struct {
	applyReport
	Certify *certifyReport `json:"certify,omitempty"`
}

func encodePSD(c *cobra.Command) {
	var f certifyFlags
	f.add(c)
	withPSD(c, f.set, func(c *cobra.Command, m *psd.Model[float32], data tensorio.Dataset[float32]) (psdResult, error) {
		if err := f.check(c); err != nil {
			return psdResult{}, err
		}
		return f.encode(c, m, data)
	})
}

func (f *certifyFlags) encode(c *cobra.Command, m *psd.Model[float32], data tensorio.Dataset[float32]) (psdResult, error) {
	k := m.CodeSize()
	r := psdResult{rows: kernels.NewMatrix[float32](data.Len(), k), names: make([]string, k)}
	for j := range k {
		r.names[j] = fmt.Sprintf("h%d", j+1)
	}
	var certs kernels.Matrix[float64]
	var prepared kernels.Matrix[float32]
	if f.certify {
		r.certify = new(certifyReport)
		certs = kernels.NewMatrix[float64](data.Len(), 5)
	}
	if f.prepared != "" {
		prepared = kernels.NewMatrix[float32](data.Len(), m.Pipeline().Outputs())
	}
	err := m.EachRows(c.Context(), data, func(first int, x kernels.Matrix[float32]) error {
		if f.prepared != "" {
			z, _, err := m.Prepare(x)
			if err != nil {
				return err
			}
			copy(prepared.RowRange(first, first+x.Rows).Data, z.Data)
		}
		if !f.certify {
			h, err := m.Encode(x)
			if err != nil {
				return err
			}
			copy(r.rows.RowRange(first, first+x.Rows).Data, h.Data)
			return nil
		}
		o, err := m.Optimize(x, f.options)
		if err != nil {
			return err
		}
		copy(r.rows.RowRange(first, first+x.Rows).Data, o.Codes.Data)
		r.certify.add(o)
		for i, cert := range o.Certificates {
			reached := 0.0
			if cert.Reached {
				reached = 1
			}
			copy(certs.Row(first+i), []float64{cert.Objective, cert.Gap, cert.KKT, float64(cert.Iterations), reached})
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	if f.certify {
		r.certify.divide(data.Len(), k)
	}
	if f.certificates != "" {
		d, err := tensorio.NewDense(certs, tensorio.Info{Columns: []string{"objective", "gap", "kkt", "iterations", "reached"}})
		if err == nil {
			err = write[float64](f.certificates, io.Discard, d)
		}
		if err != nil {
			return r, err
		}
	}
	if f.prepared != "" {
		return r, write[float32](f.prepared, io.Discard, tensorio.FromMatrix(prepared))
	}
	return r, nil
}

func (r *certifyReport) add(o *psd.Optimized[float32]) {
	r.Missed += o.Missed
	r.Constant += o.Constant
	for _, c := range o.Certificates {
		r.WorstGap = max(r.WorstGap, c.Gap)
		r.Objective += c.Objective
		r.Iterations += float64(c.Iterations)
	}
	for _, v := range o.Codes.Data {
		if v != 0 {
			r.Density++
		}
	}
}

func (r *certifyReport) divide(rows, k int) {
	n := float64(max(rows, 1))
	r.Objective, r.Iterations, r.Density = r.Objective/n, r.Iterations/n, r.Density/n/float64(k)
}

func reconstructPSD(c *cobra.Command) {
	withPSD(c, nil, func(c *cobra.Command, m *psd.Model[float32], data tensorio.Dataset[float32]) (psdResult, error) {
		r := psdResult{rows: kernels.NewMatrix[float32](data.Len(), data.Width()), names: data.Columns()}
		return r, m.EachRows(c.Context(), data, func(first int, x kernels.Matrix[float32]) error {
			y, err := m.Reconstruct(x)
			if err == nil {
				copy(r.rows.RowRange(first, first+x.Rows).Data, y.Data)
			}
			return err
		})
	})
}

// scorePSD: the higher, the worse a row is explained.
func scorePSD(c *cobra.Command) {
	withPSD(c, nil, func(c *cobra.Command, m *psd.Model[float32], data tensorio.Dataset[float32]) (psdResult, error) {
		r := psdResult{rows: kernels.NewMatrix[float32](data.Len(), 2), names: []string{"objective", "squared_error"}}
		return r, m.EachRows(c.Context(), data, func(first int, x kernels.Matrix[float32]) error {
			o, err := m.Optimize(x, sparsecode.Options{})
			if err != nil {
				return err
			}
			for i, cert := range o.Certificates {
				r.rows.Row(first + i)[0] = float32(cert.Objective)
				r.rows.Row(first + i)[1] = float32(o.SquaredErrors[i])
			}
			return nil
		})
	})
}

// psdResult is what such a command makes of a data set.
type psdResult struct {
	rows    kernels.Matrix[float32]
	names   []string
	certify *certifyReport
}

// withPSD makes a command run apply when its model is of predictive sparse decomposition.
// own tells a flag of such models that is set, which others have no use for.
func withPSD(c *cobra.Command, own func(*cobra.Command) string, apply func(*cobra.Command, *psd.Model[float32], tensorio.Dataset[float32]) (psdResult, error)) {
	other := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		f := c.Flags()
		text := func(name string) string { return f.Lookup(name).Value.String() }
		path := text("model")
		if !isPSD(path) {
			if own != nil && path != "" {
				if name := own(c); name != "" {
					return usagef("--%s: only models of variant psd have it, and %s is none", name, path)
				}
			}
			return other(c, args)
		}
		a := applyFlags{model: path, out: text("out"), json: text("json") == "true"}
		if err := a.check(c); err != nil {
			return err
		}
		m, err := psd.Load[float32](path)
		if err != nil {
			return err
		}
		a.data.copy(f)
		data, err := a.data.open()
		if err != nil {
			return err
		}
		if m.Inputs() != data.Width() {
			return fmt.Errorf("%s: model for %s columns given %s with %s", path, thousands(m.Inputs()), a.data.path, thousands(data.Width()))
		}
		start := time.Now()
		result, err := apply(c, m, data)
		if err != nil {
			if c.Context().Err() != nil || exitCode(c.Context(), err) == exitUsage {
				return err
			}
			return fmt.Errorf("%s: %s", a.data.path, psdByFlag(err))
		}
		return a.finish(c, data, result, time.Since(start).Seconds())
	}
}

// finish writes the result and tells of it.
func (a *applyFlags) finish(c *cobra.Command, data tensorio.Dataset[float32], r psdResult, seconds float64) error {
	out, err := tensorio.NewDense(r.rows, tensorio.Info{Labels: data.Labels(), Columns: r.names})
	if err != nil {
		return err
	}
	if q := r.certify; q != nil && q.Missed > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "lamina: %s of %s codes have no certificate; the worst gap is %.2g\n", thousands(q.Missed), thousands(data.Len()), q.WorstGap)
	}
	if err := write[float32](a.out, c.OutOrStdout(), out); err != nil || a.out == "-" {
		return err
	}
	if a.json {
		return printJSON(c.OutOrStdout(), psdApplyReport{applyReport{
			Model: a.model, Data: a.data.path, Rows: data.Len(), Columns: data.Width(), OutColumns: r.rows.Cols,
			Out: a.out, Implementation: kernels.Active(), RowsPerSecond: float64(data.Len()) / max(seconds, 1e-9), Seconds: seconds,
		}, r.certify})
	}
	told := ""
	if q := r.certify; q != nil {
		told = fmt.Sprintf("; %s without a certificate, worst gap %.2g, %.1f %% active", thousands(q.Missed), q.WorstGap, 100*q.Density)
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %s rows × %s columns%s\n", a.out, thousands(r.rows.Rows), thousands(r.rows.Cols), told)
	return err
}
