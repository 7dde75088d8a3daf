// Package tensorboard writes event files that TensorBoard shows: scalars over steps.
// It has its own few lines of TFRecord and protocol buffers, and needs nothing else.
package tensorboard

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// A Writer appends events to one file. Its methods may be called from many goroutines
// at once. The first error is kept, and nothing is written after it.
type Writer struct {
	mu   sync.Mutex
	file *os.File
	buf  *bufio.Writer
	now  func() time.Time
	err  error

	record, event, summary, value []byte // scratch
}

// Create makes a new event file in dir, which it makes as well if there is none. The
// file's name has the time and the process in it, as TensorBoard expects, so that
// runs do not overwrite each other; give each run a directory of its own.
func Create(dir string) (*Writer, error) { return create(dir, time.Now) }

func create(dir string, now func() time.Time) (*Writer, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("tensorboard: %w", err)
	}
	host, err := os.Hostname()
	if err != nil {
		host = "localhost"
	}
	name := fmt.Sprintf("events.out.tfevents.%010d.%s.%d.0", now().Unix(), host, os.Getpid())
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, fmt.Errorf("tensorboard: %w", err)
	}
	w := &Writer{file: f, buf: bufio.NewWriter(f), now: now}
	w.add(0, func(b []byte) []byte { return appendBytes(b, eventFileVersion, []byte("brain.Event:2")) })
	return w, w.Flush()
}

// Name is the path of the file.
func (w *Writer) Name() string { return w.file.Name() }

// Scalar adds the value of tag at a step, as a float32.
func (w *Writer) Scalar(tag string, step int64, value float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.value = appendString(w.value[:0], valueTag, tag)
	w.value = appendFixed32(w.value, valueSimple, math.Float32bits(float32(value)))
	w.summary = appendBytes(w.summary[:0], summaryValue, w.value)
	w.add(step, func(b []byte) []byte { return appendBytes(b, eventSummary, w.summary) })
}

// add writes one event, whose content what appends.
func (w *Writer) add(step int64, what func([]byte) []byte) {
	if w.err != nil {
		return
	}
	b := appendFixed64(w.event[:0], eventWallTime, math.Float64bits(float64(w.now().UnixNano())/1e9))
	if step != 0 {
		b = appendVarint(b, eventStep, uint64(step))
	}
	w.event = what(b)
	w.record = appendRecord(w.record[:0], w.event)
	_, w.err = w.buf.Write(w.record)
}

// Err returns the first error.
func (w *Writer) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// Flush writes what is buffered to the file, and returns the first error.
func (w *Writer) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.buf.Flush(); w.err == nil {
		w.err = err
	}
	return w.err
}

// Close flushes and closes the file, and returns the first error.
func (w *Writer) Close() error {
	err := w.Flush()
	if e := w.file.Close(); err == nil {
		err = e
	}
	return err
}
