// Package python has Python's libraries take part in a comparison: a Worker is
// an interpreter in a process of its own that runs cases on request and returns
// what time they took.
//
// A case is a function in a file LIBRARY_SUBJECT.py here, called
// LIBRARY_SUBJECT.FUNCTION. It gets its inputs by name, arrays as NumPy's, and
// returns a function without parameters, which does the work once and returns
// its result (an array, or a tuple of some). A file may have a function about
// that tells in a few words how its library is set up.
package python

import (
	"bufio"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/lamina-go/lamina/kernels"
)

//go:embed *.py
var scripts embed.FS

// oneThread has the libraries' thread pools hold one thread.
var oneThread = []string{"OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "MKL_NUM_THREADS=1"}

// Worker is an interpreter. It is started by its first case; it is not for
// several goroutines at once.
type Worker struct {
	path  string
	files fs.FS

	dir   string // of the scripts
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *json.Decoder
	err   error    // that ended it
	words []string // for Words
}

// New returns a worker for the interpreter at path or of that name.
func New(path string) *Worker { return &Worker{path: path, files: scripts} }

// Words are a line each about libraries that took part, and about those that
// did not and why.
func (w *Worker) Words() []string { return w.words }

func (w *Worker) say(format string, args ...any) {
	if s := w.path + ": " + fmt.Sprintf(format, args...); !slices.Contains(w.words, s) {
		w.words = append(w.words, s)
	}
}

// Close ends the interpreter.
func (w *Worker) Close() {
	if w.cmd == nil {
		return
	}
	w.in.Close() // it ends at the end of its input
	w.cmd.Wait()
	os.RemoveAll(w.dir)
	w.cmd = nil
}

func (w *Worker) start() error {
	var err error
	if w.dir, err = os.MkdirTemp("", "lamina-bench-"); err != nil {
		return err
	}
	if err := os.CopyFS(w.dir, w.files); err != nil {
		return err
	}
	cmd := exec.Command(w.path, filepath.Join(w.dir, "worker.py"))
	cmd.Env = append(os.Environ(), oneThread...)
	if os.Getenv("OPENBLAS_CORETYPE") == "" && slices.Contains(kernels.Implementations(), "avx512") {
		cmd.Env = append(cmd.Env, "OPENBLAS_CORETYPE=SKYLAKEX") // on a processor newer than it, OpenBLAS may use SSE
	}
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		os.RemoveAll(w.dir)
		return err
	}
	w.cmd, w.in, w.out = cmd, in, json.NewDecoder(bufio.NewReaderSize(out, 1<<16))
	return nil
}

// reply is what a worker answers, whatever it was asked.
type reply struct {
	ID      int     `json:"id"`
	Library string  `json:"library"`
	About   string  `json:"about"`
	Seconds float64 `json:"seconds"`
	Arrays  []array `json:"arrays"`
	Error   string  `json:"error"`
	Missing bool    `json:"missing"`
}

// ask sends a request and returns the answer. An error that ends the worker
// stays with it.
func (w *Worker) ask(request map[string]any) (reply, error) {
	var r reply
	if w.err == nil && w.cmd == nil {
		w.err = w.start()
	}
	if w.err != nil {
		return r, w.err
	}
	if w.err = json.NewEncoder(w.in).Encode(request); w.err != nil {
		return r, w.err
	}
	if w.err = w.out.Decode(&r); w.err != nil {
		w.err = fmt.Errorf("the interpreter ended: %w", w.err)
		return r, w.err
	}
	if r.Error != "" {
		return r, fmt.Errorf("%s", r.Error)
	}
	return r, nil
}

// Case is a case that a worker has made ready.
type Case struct {
	Library string // and its version
	w       *Worker
	id      int
}

// Make makes the named case ready on its inputs: slices and matrices of
// kernels.Float, and what JSON has. If the interpreter or the library is not
// there, Words tells.
func (w *Worker) Make(name string, inputs map[string]any) (*Case, error) {
	in := map[string]any{}
	for k, v := range inputs {
		in[k] = encode(v)
	}
	r, err := w.ask(map[string]any{"make": name, "inputs": in})
	if err != nil {
		if r.Missing || w.err != nil {
			w.say("%v: left out", err)
		} else {
			w.say("%s: %v", name, err)
		}
		return nil, err
	}
	if r.About != "" {
		r.About = ", " + r.About
	}
	w.say("%s%s", r.Library, r.About)
	return &Case{r.Library, w, r.ID}, nil
}

// Time does the case's work the given number of times and returns how long
// that took, as the interpreter saw it.
func (c *Case) Time(calls int) time.Duration {
	r, err := c.w.ask(map[string]any{"run": c.id, "calls": calls})
	if err != nil {
		panic(fmt.Sprintf("python: %s: %v", c.Library, err))
	}
	return time.Duration(r.Seconds * float64(time.Second))
}

// Result does the work once and returns its arrays.
func (c *Case) Result() ([][]float64, error) {
	r, err := c.w.ask(map[string]any{"result": c.id})
	if err != nil {
		return nil, err
	}
	var out [][]float64
	for _, a := range r.Arrays {
		x, err := a.floats()
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// Close has the worker forget the case.
func (c *Case) Close() { c.w.ask(map[string]any{"drop": c.id}) }
