package kernels

import (
	"fmt"
	"os"
	"strings"
)

// level is an implementation of all kernels.
type level uint8

const (
	levelGeneric level = iota // the pure-Go definitions
	levelAVX2
	levelAVX512
	levelNEON
)

var levelNames = [...]string{levelGeneric: "generic", levelAVX2: "avx2", levelAVX512: "avx512", levelNEON: "neon"}

func (l level) String() string { return levelNames[l] }

var (
	// available lists what this machine can run, best first, generic last.
	available = append(detect(), levelGeneric)
	active    level
	envErr    error
)

func init() {
	active, envErr = choose(available, os.Getenv("LAMINA_ISA"))
	if envErr != nil {
		fmt.Fprintln(os.Stderr, envErr) // a library that ignores EnvError still tells
	}
}

// choose returns the level called name, or the best one if name is empty.
func choose(available []level, name string) (level, error) {
	if name == "" {
		return available[0], nil
	}
	var names []string
	for _, l := range available {
		if l.String() == name {
			return l, nil
		}
		names = append(names, l.String())
	}
	for _, n := range levelNames {
		if n == name {
			return available[0], fmt.Errorf("kernels: LAMINA_ISA=%s: not supported by this machine or build; choose from: %s", name, strings.Join(names, ", "))
		}
	}
	return available[0], fmt.Errorf("kernels: LAMINA_ISA=%s: unknown implementation; choose from: %s", name, strings.Join(names, ", "))
}

// Implementations returns the names of the implementations that this machine
// and build can run, fastest first; "generic", pure Go, is always the last.
func Implementations() []string {
	var names []string
	for _, l := range available {
		names = append(names, l.String())
	}
	return names
}

// Active returns the name of the implementation in use: the fastest one, or
// the one that the environment variable LAMINA_ISA names.
func Active() string { return active.String() }

// EnvError returns an error if LAMINA_ISA names an implementation that does
// not exist or cannot run here; the fastest one is in use then. Programs
// should stop on it.
func EnvError() error { return envErr }
