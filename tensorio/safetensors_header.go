package tensorio

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// jsonScanner reads a header token by token, because encoding/json takes the
// last of two equal keys, ignores case and skips what it does not know.
type jsonScanner struct{ d *json.Decoder }

// parseSafetensorsHeader reads
// {"__metadata__":{"key":"value"},"name":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}.
func parseSafetensorsHeader(text []byte) ([]tensorEntry, map[string]string, error) {
	if !utf8.Valid(text) {
		return nil, nil, errors.New("is not UTF-8")
	}
	if text[0] != '{' {
		return nil, nil, fmt.Errorf("starts with %q, expected a JSON object", text[:1])
	}
	p := &jsonScanner{json.NewDecoder(bytes.NewReader(text))}
	p.d.UseNumber()
	var entries []tensorEntry
	var metadata map[string]string
	err := p.object("the header", func(key string) (err error) {
		if key == metadataKey {
			metadata, err = p.metadata()
			return err
		}
		e, err := p.entry(key)
		entries = append(entries, e)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if _, err := p.d.Token(); err != io.EOF {
		return nil, nil, errors.New("goes on after its JSON object")
	}
	return entries, metadata, nil
}

// token returns the next token; a header that ends too soon is an error.
func (p *jsonScanner) token() (json.Token, error) {
	t, err := p.d.Token()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, fmt.Errorf("byte %d: %w", p.d.InputOffset(), err)
	}
	return t, nil
}

// object reads an object, calling value to read the value of each key.
func (p *jsonScanner) object(what string, value func(key string) error) error {
	t, err := p.token()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return fmt.Errorf("%s is %.20v, expected an object", what, t)
	}
	seen := map[string]bool{}
	for {
		t, err := p.token()
		if err != nil {
			return err
		}
		key, ok := t.(string)
		if !ok {
			return nil // the closing brace: the decoder allows nothing else
		}
		if seen[key] {
			return fmt.Errorf("key %.80q occurs twice in %s", key, what)
		}
		seen[key] = true
		if err := value(key); err != nil {
			return err
		}
	}
}

func (p *jsonScanner) metadata() (map[string]string, error) {
	m := map[string]string{}
	return m, p.object(metadataKey, func(key string) (err error) {
		m[key], err = p.str(key)
		return err
	})
}

func (p *jsonScanner) str(what string) (string, error) {
	t, err := p.token()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	if !ok {
		return "", fmt.Errorf("%.80q is %.20v, expected a string", what, t)
	}
	return s, nil
}

// entry reads what the header says of one tensor.
func (p *jsonScanner) entry(name string) (tensorEntry, error) {
	e := tensorEntry{name: name}
	var offsets []uint64
	keys := 0
	err := p.object(fmt.Sprintf("tensor %.80q", name), func(key string) (err error) {
		keys++
		switch key {
		case "dtype":
			e.dtype, err = p.dtype()
		case "shape":
			e.shape, err = p.integers()
		case "data_offsets":
			offsets, err = p.integers()
		default:
			err = errors.New("unknown key")
		}
		if err != nil {
			return fmt.Errorf("tensor %.80q: %.80q: %w", name, key, err)
		}
		return nil
	})
	if err != nil {
		return e, err
	}
	if keys != 3 || len(offsets) != 2 {
		return e, fmt.Errorf("tensor %.80q: expected a dtype, a shape and two data_offsets", name)
	}
	e.begin, e.end = offsets[0], offsets[1]
	return e, nil
}

func (p *jsonScanner) dtype() (dtype, error) {
	s, err := p.str("dtype")
	if err != nil {
		return 0, err
	}
	for d, name := range safetensorsTypes {
		if s == name {
			return d, nil
		}
	}
	return 0, fmt.Errorf("type %.20q, expected F32 or F64", s)
}

// integers reads an array of non-negative integers.
func (p *jsonScanner) integers() ([]uint64, error) {
	t, err := p.token()
	if err != nil {
		return nil, err
	}
	if t != json.Delim('[') {
		return nil, fmt.Errorf("%.20v, expected an array", t)
	}
	var list []uint64
	for {
		t, err := p.token()
		if err != nil {
			return nil, err
		}
		if t == json.Delim(']') {
			return list, nil
		}
		n, ok := t.(json.Number)
		if !ok {
			return nil, fmt.Errorf("%.20v, expected an integer", t)
		}
		v, err := strconv.ParseUint(n.String(), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%.30s, expected an integer from 0 to 2⁶⁴−1", n)
		}
		list = append(list, v)
	}
}
