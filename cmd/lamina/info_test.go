package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
)

func TestInfo(t *testing.T) {
	r := parse[machineReport](t, mustLamina(t, "info", "--json"))
	if !slices.Equal(r.Implementations, kernels.Implementations()) || r.Active != kernels.Active() {
		t.Errorf("%+v", r)
	}
	if out := mustLamina(t, "info"); !strings.Contains(out, kernels.Active()+" in use") {
		t.Error(out)
	}
	path := trained(t, "--variant", "denoising", "--seed", "5")
	m := parse[modelReport](t, mustLamina(t, "info", "--model", path, "--json"))
	if m.Inputs != 64 || m.CodeSize != 4 || m.Config.Seed != 5 || m.Training == nil || m.Training.EpochsRun != 2 ||
		m.Training.Rows != 1438 || m.Training.Batch != 32 || len(m.Scaling.Scale) != 64 {
		t.Errorf("%+v", m)
	}
	out := mustLamina(t, "info", "--model", path)
	for _, want := range []string{"denoising, 64-12-4-12-64; ", "masking noise at 0.1", "on 1,438 rows, 359 held out", "adam, learning rate 0.003, batch 32"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q not in\n%s", want, out)
		}
	}
}

// A wrong LAMINA_ISA is usage: one line, which package kernels prints.
func TestUnknownImplementation(t *testing.T) {
	if os.Getenv("LAMINA_TEST_MAIN") != "" {
		os.Args = []string{"lamina", "info"}
		main()
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, "-test.run=TestUnknownImplementation")
	c.Env = append(os.Environ(), "LAMINA_TEST_MAIN=1", "LAMINA_ISA=sse9")
	var out, stderr strings.Builder
	c.Stdout, c.Stderr = &out, &stderr
	c.Run()
	if c.ProcessState.ExitCode() != exitUsage || out.String() != "" || strings.Count(stderr.String(), "\n") != 1 || !strings.Contains(stderr.String(), "LAMINA_ISA=sse9") {
		t.Errorf("exit code %d, stdout %q, stderr %q", c.ProcessState.ExitCode(), out.String(), stderr.String())
	}
}
