package tensorio

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// WriteSafetensors writes tensors and metadata (nil for none) to path. Equal
// content gives equal bytes: tensors are ordered by size of type, the larger
// first, so that all stay aligned, and then by name; metadata by key. It is an
// error if a name occurs twice or data does not fit its shape. The file appears
// only when it is complete (see WriteFileAtomic).
func WriteSafetensors(path string, tensors []Tensor, metadata map[string]string) error {
	return WriteFileAtomic(path, func(w io.Writer) error { return encodeSafetensors(w, tensors, metadata) })
}

func encodeSafetensors(w io.Writer, tensors []Tensor, metadata map[string]string) error {
	tensors = slices.Clone(tensors)
	slices.SortFunc(tensors, func(a, b Tensor) int {
		return cmp.Or(cmp.Compare(b.dtype().size(), a.dtype().size()), strings.Compare(a.Name, b.Name))
	})
	header, err := safetensorsHeader(tensors, metadata)
	if err != nil {
		return err
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	var raw []byte
	for _, t := range tensors {
		for x := range slices.Chunk(t.F32, tileValues) {
			raw = appendFloats(raw[:0], x)
			if _, err := w.Write(raw); err != nil {
				return err
			}
		}
		for x := range slices.Chunk(t.F64, tileValues) {
			raw = appendFloats(raw[:0], x)
			if _, err := w.Write(raw); err != nil {
				return err
			}
		}
	}
	return nil
}

// safetensorsHeader is everything before the data.
func safetensorsHeader(tensors []Tensor, metadata map[string]string) ([]byte, error) {
	var b bytes.Buffer
	b.Write(make([]byte, 8)) // the length, below
	b.WriteByte('{')
	if len(metadata) > 0 {
		for k, v := range metadata {
			if !utf8.ValidString(k) || !utf8.ValidString(v) {
				return nil, fmt.Errorf("metadata %.40q is not UTF-8", k)
			}
		}
		b.WriteString(`"` + metadataKey + `":`)
		writeJSON(&b, metadata) // sorts the keys
	}
	var at uint64
	seen := map[string]bool{}
	for _, t := range tensors {
		e, err := t.check()
		if err != nil {
			return nil, err
		}
		if seen[t.Name] {
			return nil, fmt.Errorf("tensor %q occurs twice", t.Name)
		}
		seen[t.Name] = true
		if b.Len() > 9 {
			b.WriteByte(',')
		}
		writeJSON(&b, t.Name)
		shape := e.shape
		if shape == nil {
			shape = []uint64{} // not null
		}
		b.WriteString(`:{"dtype":"` + safetensorsTypes[e.dtype] + `","shape":`)
		writeJSON(&b, shape)
		fmt.Fprintf(&b, `,"data_offsets":[%d,%d]}`, at, at+e.end)
		at += e.end
	}
	b.WriteByte('}')
	for b.Len()%8 != 0 {
		b.WriteByte(' ')
	}
	n := b.Len() - 8
	if n > maxSafetensorsHeader {
		return nil, fmt.Errorf("header of %d bytes, expected at most %d", n, maxSafetensorsHeader)
	}
	header := b.Bytes()
	for i := range 8 {
		header[i] = byte(uint64(n) >> (8 * i))
	}
	return header, nil
}

// writeJSON writes v, which always has a JSON form, without escaping <, > and &.
func writeJSON(b *bytes.Buffer, v any) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.Encode(v)
	b.Truncate(b.Len() - 1) // the line break
}
