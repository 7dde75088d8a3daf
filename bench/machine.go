package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// machine is what a report was measured on.
type machine struct {
	CPU        string    `json:"cpu"`
	CPUs       int       `json:"cpus"`
	OS         string    `json:"os"`
	Arch       string    `json:"arch"`
	GOMAXPROCS int       `json:"gomaxprocs"`
	Go         string    `json:"go"`
	Date       time.Time `json:"date"`
}

func thisMachine() machine {
	return machine{
		CPU:        cpuModel(),
		CPUs:       runtime.NumCPU(),
		OS:         runtime.GOOS,
		Arch:       runtime.GOARCH,
		GOMAXPROCS: runtime.GOMAXPROCS(0),
		Go:         runtime.Version(),
		Date:       time.Now().Truncate(time.Second),
	}
}

// cpuModel returns the processor's name as the system tells it, which not
// every one does.
func cpuModel() string {
	switch runtime.GOOS {
	case "linux":
		if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
			return modelIn(info)
		}
	case "darwin":
		if name, err := exec.Command("sysctl", "-n", "machdep.cpu.brand_string").Output(); err == nil {
			return strings.TrimSpace(string(name))
		}
	}
	return "unknown processor"
}

// modelIn finds the first processor's name in Linux's cpuinfo: x86 has a model
// name, arm64 only numbers.
func modelIn(cpuinfo []byte) string {
	fields := map[string]string{}
	for s := bufio.NewScanner(bytes.NewReader(cpuinfo)); s.Scan(); {
		k, v, ok := strings.Cut(s.Text(), ":")
		if _, old := fields[strings.TrimSpace(k)]; ok && !old {
			fields[strings.TrimSpace(k)] = strings.TrimSpace(v)
		}
	}
	switch {
	case fields["model name"] != "":
		return fields["model name"]
	case fields["CPU part"] != "":
		return "implementer " + fields["CPU implementer"] + " part " + fields["CPU part"]
	}
	return "unknown processor"
}
