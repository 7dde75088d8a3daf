package tensorio

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// fileError prefixes err with the path that the caller knows. The operation and
// the path that package os adds are dropped: they would say "open" twice, or
// name a temporary file. errors.Is(err, fs.ErrNotExist) and the like still work.
func fileError(path string, err error) error {
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		err = pe.Err
	case errors.As(err, &le):
		err = le.Err
	}
	return fmt.Errorf("%s: %w", path, err)
}
