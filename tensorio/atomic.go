package tensorio

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// AtomicFile is a file that appears under its name only when it is complete.
// Until Commit the bytes go to a temporary file in the same directory, and what
// had the name before stays in place.
type AtomicFile struct {
	path   string // as the caller gave it, for messages
	target string // what is replaced: path, or where a symbolic link leads
	f      *os.File
	done   bool
}

// CreateAtomic starts a file that Commit will place at path. It is an error if
// path is a directory or a device, or if its directory cannot be written.
func CreateAtomic(path string) (*AtomicFile, error) {
	target := path
	mode := fs.FileMode(0o666) // less umask, as os.Create has it
	if to, err := filepath.EvalSymlinks(path); err == nil {
		target = to
	}
	switch info, err := os.Stat(target); {
	case err == nil && info.IsDir():
		return nil, fileError(path, errors.New("is a directory, expected a file to write"))
	case err == nil && !info.Mode().IsRegular():
		return nil, fileError(path, errors.New("is not a regular file"))
	case err == nil:
		mode = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fileError(path, err)
	}
	for {
		temp := filepath.Join(filepath.Dir(target), ".lamina-"+strconv.FormatUint(rand.Uint64(), 36)+".tmp")
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		switch {
		case err == nil:
			return &AtomicFile{path: path, target: target, f: f}, nil
		case !errors.Is(err, fs.ErrExist):
			return nil, fileError(path, err)
		}
	}
}

// Write implements io.Writer. Its errors start with the path.
func (a *AtomicFile) Write(p []byte) (int, error) {
	n, err := a.f.Write(p)
	if err != nil {
		err = fileError(a.path, err)
	}
	return n, err
}

// Commit forces the bytes to the disk and gives the file its name. After an
// error nothing has changed but that the temporary file is gone.
func (a *AtomicFile) Commit() error {
	defer a.Abort()
	err := a.f.Sync()
	if cerr := a.f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(a.f.Name(), a.target)
	}
	if err != nil {
		return fileError(a.path, err)
	}
	a.done = true
	return nil
}

// Abort removes the temporary file. After Commit it does nothing, so that it
// can be deferred.
func (a *AtomicFile) Abort() {
	if a.done {
		return
	}
	a.done = true
	a.f.Close()
	os.Remove(a.f.Name())
}

// WriteFileAtomic gives path the bytes that write writes, all of them or none:
// if write returns an error or panics, no new file is left and an old one
// stays. Errors of write are returned as they are, others start with the path.
// The writer is buffered.
func WriteFileAtomic(path string, write func(io.Writer) error) error {
	a, err := CreateAtomic(path)
	if err != nil {
		return err
	}
	defer a.Abort()
	w := bufio.NewWriterSize(a, 1<<16)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return a.Commit()
}
