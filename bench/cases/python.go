package cases

import (
	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
)

// inputs are a Python case's, by name.
type inputs = map[string]any

// fromPython returns the contestants that run the named case, one for each
// interpreter that has its library, called by that and its version.
func fromPython(workers []*python.Worker, name string, in inputs) []harness.Contestant {
	var cs []harness.Contestant
	for _, w := range workers {
		if c, err := w.Make(name, in); err == nil { // else w.Words tells
			cs = append(cs, harness.Contestant{Name: c.Library, Time: c.Time, Close: c.Close})
		}
	}
	return cs
}
