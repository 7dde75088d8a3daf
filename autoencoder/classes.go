package autoencoder

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/tensorio"
)

// checkClasses refuses a classifier's configuration whose parts do not suit it. Its
// likelihood is that of classes, not of the data, which may be scaled as they like.
func checkClasses(c Config) error {
	switch {
	case c.Classes < 2 || c.Classes > maxParameters/(c.codeWidth()+1):
		return fmt.Errorf("classes %d: expected at least 2, and no more than %d parameters", c.Classes, maxParameters)
	case c.Likelihood.Kind != "categorical" || len(c.Likelihood.Groups) > 0:
		return fmt.Errorf("likelihood %q with %d classes: a classifier's likelihood is the categorical of one group; leave it out", c.Likelihood.Kind, c.Classes)
	case c.outputUnit() != "identity":
		return fmt.Errorf("output activation %s with %d classes: the head puts out logits, so use identity", c.outputUnit(), c.Classes)
	case c.Tied:
		return fmt.Errorf("tied weights with %d classes: a classifier has no decoder to tie", c.Classes)
	case c.Encoder != Encoder{}:
		return fmt.Errorf("%s encoder with %d classes: a classifier reads f(x), which is not drawn; leave it out", c.Encoder.Kind, c.Classes)
	case c.Corruption.Emphasis != Emphasis{}:
		return fmt.Errorf("emphasis with %d classes: a classifier reconstructs no entries to weight; leave it out", c.Classes)
	case len(c.Layers) == 0 && (c.TopK > 0 || len(c.Penalties) > 0):
		return fmt.Errorf("layers are empty: top-k codes and penalties need a code to act on")
	}
	return nil
}

// codeWidth is the number of code units, or of columns if there is no encoder.
func (c Config) codeWidth() int {
	if len(c.Layers) == 0 {
		return c.Inputs
	}
	return c.Layers[len(c.Layers)-1]
}

// checkClassNames refuses names that do not tell n classes apart.
func checkClassNames(names []string, n int) error {
	if len(names) != n {
		return fmt.Errorf("%d class names, expected %d", len(names), n)
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return fmt.Errorf("class %q is named twice", name)
		}
		seen[name] = true
	}
	return nil
}

// classesOf returns the place of every row's class among the classifier's, nil if m is
// none. Names tell: data may number its classes in another way, or have only some.
func (m *Model[T]) classesOf(data tensorio.Dataset[T]) ([]int, error) {
	if m.classes == nil {
		return nil, nil
	}
	labels := data.Labels()
	if labels == nil {
		return nil, errors.New("the data has no labels, and a classifier learns from and is measured on them: " +
			"name the column of a CSV file that holds them, or put an IDX file of labels beside the images")
	}
	places := make([]int, len(labels.Names))
	for i, name := range labels.Names {
		places[i] = slices.Index(m.classes, asStored(name))
	}
	classes := make([]int, len(labels.Class))
	for i, c := range labels.Class {
		if classes[i] = places[c]; classes[i] < 0 {
			return nil, fmt.Errorf("row %d has class %q: the classifier knows %s", i+1, labels.Names[c], listSome(m.classes))
		}
	}
	return classes, nil
}

// listSome lists names, not too many of them.
func listSome(names []string) string {
	const most = 20
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// ask makes the classes of rows, the inputs' from lo on, what the likelihood is asked
// about.
func (b *inputs[T]) ask(lo int, rows, classes []int) {
	for i, r := range rows {
		row := b.y.Row(lo + i)
		clear(row)
		row[classes[r]] = 1
	}
}

// right counts the rows of a decoded workspace whose class has the largest logit.
func (ws *workspace[T]) right() int {
	n := 0
	for i := range ws.y.Rows {
		if ws.y.Row(i)[largest(ws.params().Row(i))] == 1 {
			n++
		}
	}
	return n
}

// largest is the place of the largest number, the first of equal ones.
func largest[T interface{ ~float32 | ~float64 }](x []T) int {
	at := 0
	for j, v := range x {
		if v > x[at] {
			at = j
		}
	}
	return at
}
