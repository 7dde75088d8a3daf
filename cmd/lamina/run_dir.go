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

// runDir is the directory that a command writes to.
type runDir struct {
	path    string
	created bool
}

// The files in it.
const (
	modelFile           = "model.safetensors"
	historyFile         = "history.csv"
	lossFile            = "loss.png"
	reconstructionsFile = "reconstructions.png"
	featuresFile        = "features.png"
	scoreFile           = "score.png"
)

// openDir makes the directory, if need be, and finds out whether all files can
// be written there, so that no training is wasted.
func openDir(path string, names ...string) (runDir, error) {
	d := runDir{path: path}
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
	for _, name := range names {
		probe, err := tensorio.CreateAtomic(filepath.Join(path, name))
		if err != nil {
			d.removeIfEmpty()
			return d, fmt.Errorf("--out: %w", err)
		}
		probe.Abort()
	}
	return d, nil
}

// removeIfEmpty takes back what openDir did if nothing was written.
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
	Score           string `json:"score,omitempty"` // of models of two columns that have a score field
}

// runNames are the names of the files that training a model writes, the model's first.
func runNames(m trainee) []string {
	names := []string{modelFile, historyFile, lossFile}
	auto, ok := m.(*autoencoder.Model[float32])
	if ok {
		names = append(names, reconstructionsFile)
	}
	names = append(names, featuresFile)
	if ok && auto.Inputs() == 2 && auto.Config().CheckScore() == nil {
		names = append(names, scoreFile)
	}
	return names
}

func (d runDir) files(m trainee) *runFiles {
	paths := map[string]string{} // those that are not written stay empty
	for _, name := range runNames(m) {
		paths[name] = filepath.Join(d.path, name)
	}
	return &runFiles{Model: paths[modelFile], History: paths[historyFile], Loss: paths[lossFile],
		Reconstructions: paths[reconstructionsFile], Features: paths[featuresFile], Score: paths[scoreFile]}
}

func (f *runFiles) list() []string {
	list := []string{f.Model, f.History, f.Loss, f.Reconstructions, f.Features, f.Score}
	return slices.DeleteFunc(list, func(path string) bool { return path == "" })
}

// write writes all files, the model first.
func (d runDir) write(m trainee, data tensorio.Dataset[float32], h *autoencoder.History) error {
	f := d.files(m)
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
		parts = append(parts,
			part{f.Reconstructions, func(w io.Writer) error { return picture.Reconstructions(w, m, data, h) }},
			part{f.Score, func(w io.Writer) error { return picture.ScoreField(w, m, data) }})
	}
	for _, p := range parts {
		if p.path == "" {
			continue
		}
		if err := tensorio.WriteFileAtomic(p.path, p.write); err != nil {
			return err
		}
	}
	return nil
}
