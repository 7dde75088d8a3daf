package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/kernels"
)

// run is the whole program. It returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if kernels.EnvError() != nil {
		return exitUsage // kernels has printed it
	}
	root := newRoot()
	root.SetArgs(append([]string{}, args...)) // nil would mean os.Args
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err != nil {
		fmt.Fprintln(stderr, "lamina: "+oneLine(err))
	}
	return exitCode(ctx, err)
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "lamina",
		Short: "Train autoencoders and apply them",
		Long: `Lamina trains autoencoders and applies them.

Start with "lamina train": it learns the embedded handwritten digits within a
minute and writes a model and pictures to run/.`,
		Version: version(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("unknown command %q (see lamina --help)", args[0])
			}
			return nil
		},
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		SilenceErrors: true, // run prints them
		SilenceUsage:  true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetVersionTemplate("lamina {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newTrain(), newEncode(), newReconstruct(), newClassify(), newScore(), newTangents(), newSample(), newSweep(), newInfo())
	for _, c := range root.Commands() {
		takePSD(c)
		c.DisableFlagsInUseLine = true
		c.Flags().SortFlags = false
		c.Args = noArgs
	}
	return root
}

func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("unexpected argument %q: data and files are given by flags (see %s --help)", args[0], c.CommandPath())
	}
	return nil
}
