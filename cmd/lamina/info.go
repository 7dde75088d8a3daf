package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sys/cpu"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
)

func newInfo() *cobra.Command {
	var model string
	var asJSON bool
	c := &cobra.Command{
		Use:   "info [flags]",
		Short: "Tell about a model file, or about this program and machine",
		Long: `Info tells what is in a model file: its configuration, layers, scaling and how it
was trained. Without --model it tells the version, the implementations of the
kernels that this machine can run, and the one in use, which the environment
variable LAMINA_ISA chooses.`,
		Example: `  lamina info
  lamina info --model run/model.safetensors
  LAMINA_ISA=generic lamina info`,
	}
	c.Flags().StringVar(&model, "model", "", "model `FILE` that train wrote")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	c.RunE = func(c *cobra.Command, _ []string) error {
		var report interface{ print(io.Writer) } = newMachineReport()
		if c.Flags().Changed("model") {
			if model == "" {
				return usagef("--model: expected the name of a file")
			}
			r, err := newModelReport(model)
			if err != nil {
				return err
			}
			report = r
		}
		if asJSON {
			return printJSON(c.OutOrStdout(), report)
		}
		report.print(c.OutOrStdout())
		return nil
	}
	return c
}

// machineReport is what info tells without a model.
type machineReport struct {
	Version         string   `json:"version"`
	Go              string   `json:"go"`
	Platform        string   `json:"platform"`
	CPUs            int      `json:"cpus"`
	Features        []string `json:"cpu_features"` // those that implementations ask for
	Implementations []string `json:"implementations"`
	Active          string   `json:"active"`
}

func newMachineReport() machineReport {
	r := machineReport{
		Version: version(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, CPUs: runtime.NumCPU(),
		Features: []string{}, Implementations: kernels.Implementations(), Active: kernels.Active(),
	}
	for _, f := range []struct {
		name string
		has  bool
	}{
		{"avx2", cpu.X86.HasAVX2}, {"fma", cpu.X86.HasFMA},
		{"avx512f", cpu.X86.HasAVX512F}, {"avx512bw", cpu.X86.HasAVX512BW},
		{"avx512dq", cpu.X86.HasAVX512DQ}, {"avx512vl", cpu.X86.HasAVX512VL},
		{"asimd", cpu.ARM64.HasASIMD},
	} {
		if f.has {
			r.Features = append(r.Features, f.name)
		}
	}
	return r
}

func (r machineReport) print(w io.Writer) {
	line(w, "lamina", "%s, %s, %s", r.Version, r.Go, r.Platform)
	features := "none that implementations ask for"
	if len(r.Features) > 0 {
		features = strings.Join(r.Features, " ")
	}
	line(w, "processor", "%s; %s", plural(r.CPUs, "core"), features)
	line(w, "kernels", "%s in use; this machine can run: %s", r.Active, strings.Join(r.Implementations, ", "))
}

// modelReport is what info tells about a model.
type modelReport struct {
	Model      string                       `json:"model"`
	Inputs     int                          `json:"inputs"`
	CodeSize   int                          `json:"code_size"`
	Parameters int                          `json:"parameters"`
	Config     autoencoder.Config           `json:"config"`
	Columns    []string                     `json:"columns"` // names; null if they are not known
	Classes    []string                     `json:"classes"` // names, of a classifier; else null
	Scaling    autoencoder.Scaling[float32] `json:"scaling"`
	Training   *autoencoder.Training        `json:"training"` // null if the file does not tell
}

func newModelReport(path string) (modelReport, error) {
	m, err := loadEncoder(path)
	if err != nil {
		return modelReport{}, err
	}
	r := modelReport{
		Model: path, Inputs: m.Inputs(), CodeSize: m.CodeSize(), Parameters: m.Parameters(),
		Config: m.Config(), Columns: m.Columns(), Scaling: m.Scaling(), Training: m.Training(),
	}
	if c, ok := m.(*autoencoder.Classifier[float32]); ok {
		r.Classes = c.Classes()
	}
	return r, nil
}

func (r modelReport) print(w io.Writer) {
	printModel(w, r.Config, r.Parameters)
	line(w, "code", "%s from %s", plural(r.CodeSize, "unit"), plural(r.Inputs, "column"))
	if r.Classes != nil {
		line(w, "classes", "%s", strings.Join(r.Classes, ", "))
	}
	line(w, "scaling", "%s", describeScaling(r.Scaling))
	t := r.Training
	if t == nil {
		return
	}
	line(w, "trained", "on %s rows, %s held out", thousands(t.Rows), thousands(t.HeldOutRows))
	optimiser := t.Optimizer.Kind
	if optimiser == "" {
		optimiser = "adam"
	}
	line(w, "", "%s of at most %d; kept epoch %d", plural(t.EpochsRun, "epoch"), t.Epochs, t.Kept)
	line(w, "", "%s, learning rate %v, batch %d, patience %d", optimiser, t.LR, t.Batch, t.Patience)
	if t.Frozen > 0 {
		line(w, "", "the first %s kept their parameters", plural(t.Frozen, "encoder layer"))
	}
	if t.Accuracy != nil {
		line(w, "held out", "accuracy %.4f", *t.Accuracy)
	}
	if t.SquaredError != nil {
		line(w, "held out", "squared error per row %s", figure(*t.SquaredError))
	}
}

// describeScaling tells a scaling by the range of what it takes off and divides by.
func describeScaling(s autoencoder.Scaling[float32]) string {
	if len(s.Scale) == 0 {
		return s.Kind
	}
	low, high := s.Scale[0], s.Scale[0]
	for _, v := range s.Scale {
		low, high = min(low, v), max(high, v)
	}
	return fmt.Sprintf("%s; columns are divided by %v to %v", s.Kind, low, high)
}
