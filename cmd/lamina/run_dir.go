package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/cmd/lamina/internal/picture"
	"github.com/lamina-go/lamina/tensorio"
)

// runDir is the directory that train writes to.
type runDir struct {
	path       string
	created    bool
	classifier bool // is what is trained
}

// The files in it.
const (
	modelFile           = "model.safetensors"
	historyFile         = "history.csv"
	lossFile            = "loss.png"
	reconstructionsFile = "reconstructions.png"
	featuresFile        = "features.png"
)

// openRunDir makes the directory, if need be, and finds out whether all files can
// be written there, so that no training is wasted.
func openRunDir(path string, classifier bool) (runDir, error) {
	d := runDir{path: path, classifier: classifier}
	if path == "" {
		return d, usagef("--out: expected the name of a directory")
	}
	_, err := os.Stat(path)
	d.created = errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(path, 0o777); err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			return d, fmt.Errorf("--out %s: cannot make the directory: %s: %w", path, pe.Path, pe.Err)
		}
		return d, fmt.Errorf("--out %s: %w", path, err)
	}
	for _, f := range d.files().list() {
		probe, err := tensorio.CreateAtomic(f)
		if err != nil {
			d.removeIfEmpty()
			return d, fmt.Errorf("--out: %w", err)
		}
		probe.Abort()
	}
	return d, nil
}

// removeIfEmpty takes back what openRunDir did if nothing was written.
func (d runDir) removeIfEmpty() {
	if d.created {
		os.Remove(d.path) // refuses a directory that is not empty
	}
}

// runFiles are the paths of the files.
type runFiles struct {
	Model           string `json:"model"`
	History         string `json:"history"`
	Loss            string `json:"loss"`
	Reconstructions string `json:"reconstructions,omitempty"` // not of a classifier
	Features        string `json:"features"`
}

func (d runDir) files() *runFiles {
	at := func(name string) string { return filepath.Join(d.path, name) }
	f := &runFiles{Model: at(modelFile), History: at(historyFile), Loss: at(lossFile), Features: at(featuresFile)}
	if !d.classifier {
		f.Reconstructions = at(reconstructionsFile)
	}
	return f
}

func (f *runFiles) list() []string {
	list := []string{f.Model, f.History, f.Loss, f.Reconstructions, f.Features}
	return slices.DeleteFunc(list, func(path string) bool { return path == "" })
}

// write writes all files, the model first.
func (d runDir) write(m trainee, data tensorio.Dataset[float32], h *autoencoder.History) error {
	f := d.files()
	if err := m.Save(f.Model); err != nil {
		return err
	}
	type part struct {
		path  string
		write func(io.Writer) error
	}
	parts := []part{
		{f.History, h.WriteCSV},
		{f.Loss, func(w io.Writer) error { return picture.Loss(w, h) }},
		{f.Features, func(w io.Writer) error { return picture.Features(w, m, data) }},
	}
	if m, ok := m.(*autoencoder.Model[float32]); ok {
		parts = append(parts, part{f.Reconstructions, func(w io.Writer) error { return picture.Reconstructions(w, m, data, h) }})
	}
	for _, p := range parts {
		if err := tensorio.WriteFileAtomic(p.path, p.write); err != nil {
			return err
		}
	}
	return nil
}
