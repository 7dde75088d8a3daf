package autoencoder

import (
	"fmt"
	"slices"
)

// Columns returns the names of the columns that the model was trained on, nil if
// they are not known.
func (m *Model[T]) Columns() []string { return slices.Clone(m.columns) }

// CheckColumns refuses columns that are not those that the model was trained on,
// naming the first that differs. Names tell: data whose text columns are one-hot may
// have as many columns and other categories. Nil stands for names that are not
// known, which fit any model, as any names fit a model that knows none.
//
// Fit and the methods that take a data set check its names themselves.
func (m *Model[T]) CheckColumns(names []string) error {
	if err := m.columnError(names); err != nil {
		return fmt.Errorf("autoencoder: %w", err)
	}
	return nil
}

func (m *Model[T]) columnError(names []string) error {
	if names == nil || m.columns == nil {
		return nil
	}
	if len(names) != len(m.columns) {
		return fmt.Errorf("model for %d columns given %d names", len(m.columns), len(names))
	}
	for j, name := range names {
		if asStored(name) != m.columns[j] {
			return fmt.Errorf("column %d is %q, the model was trained with %q there", j+1, name, m.columns[j])
		}
	}
	return nil
}

// storedNames are names as a model keeps them.
func storedNames(names []string) []string {
	names = slices.Clone(names)
	for j, name := range names {
		names[j] = asStored(name)
	}
	return names
}

// asStored is a name as it comes back from JSON, which has U+FFFD for every byte
// that is not UTF-8.
func asStored(name string) string { return string([]rune(name)) }
