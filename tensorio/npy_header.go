package tensorio

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// pyScanner reads the few Python literals that an NPY header is made of.
type pyScanner struct{ rest string }

// parseNPYHeader reads {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
// NumPy writes the keys in this order but reads them in any.
func parseNPYHeader(text string) (arrayFile, error) {
	var h arrayFile
	p := &pyScanner{text}
	if !p.accept("{") {
		return h, p.expected("a dictionary")
	}
	seen := map[string]bool{}
	for !p.accept("}") {
		key, err := p.str()
		if err != nil {
			return h, err
		}
		if seen[key] {
			return h, fmt.Errorf("key %q occurs twice", key)
		}
		seen[key] = true
		if !p.accept(":") {
			return h, p.expected("a colon")
		}
		switch key {
		case "descr":
			err = p.descr(&h)
		case "fortran_order":
			h.fortran = p.accept("True")
			if !h.fortran && !p.accept("False") {
				err = p.expected("True or False")
			}
		case "shape":
			h.shape, err = p.shape()
		default:
			err = fmt.Errorf("unknown key %q", key)
		}
		if err != nil {
			return h, err
		}
		if !p.accept(",") && !strings.HasPrefix(p.rest, "}") {
			return h, p.expected("a comma or the dictionary's end")
		}
	}
	if p.space(); p.rest != "" {
		return h, p.expected("nothing after the dictionary")
	}
	for _, key := range []string{"descr", "fortran_order", "shape"} {
		if !seen[key] {
			return h, fmt.Errorf("key %q is missing", key)
		}
	}
	return h, nil
}

func (p *pyScanner) space() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

// accept skips token, and white space on both sides, if it comes next.
func (p *pyScanner) accept(token string) bool {
	p.space()
	rest, ok := strings.CutPrefix(p.rest, token)
	if ok {
		p.rest = rest
		p.space()
	}
	return ok
}

func (p *pyScanner) expected(what string) error {
	return fmt.Errorf("expected %s at %.20q", what, p.rest)
}

func (p *pyScanner) str() (string, error) {
	for _, quote := range []string{"'", `"`} {
		if p.accept(quote) {
			s, rest, ok := strings.Cut(p.rest, quote)
			if !ok {
				return "", errors.New("a string does not end")
			}
			p.rest = rest
			return s, nil
		}
	}
	return "", p.expected("a string")
}

// descr reads a type such as '<f4': byte order, kind, bytes.
func (p *pyScanner) descr(h *arrayFile) error {
	if strings.HasPrefix(p.rest, "[") {
		return errors.New("records of named fields, expected plain numbers")
	}
	s, err := p.str()
	if err != nil {
		return err
	}
	name := strings.TrimLeft(s, "<>|=")
	d, ok := npyTypes[name]
	order := strings.TrimSuffix(s, name)
	if !ok || len(order) > 1 {
		return fmt.Errorf("type %.20q, expected f4, f8, b1 or an integer (i1 … u8)", s)
	}
	if d.size() > 1 && order != "<" && order != ">" {
		return fmt.Errorf("type %.20q, expected < or > for the byte order", s)
	}
	h.dtype, h.bigEndian = d, order == ">"
	return nil
}

// shape reads a tuple of non-negative integers.
func (p *pyScanner) shape() ([]uint64, error) {
	if !p.accept("(") {
		return nil, p.expected("a tuple")
	}
	var shape []uint64
	for !p.accept(")") {
		end := strings.IndexAny(p.rest, ",)")
		if end < 0 {
			return nil, errors.New("the shape does not end")
		}
		// Python 2 wrote long integers as 3L.
		digits := strings.TrimSuffix(strings.TrimSpace(p.rest[:end]), "L")
		dim, err := strconv.ParseUint(digits, 10, 63)
		if err != nil {
			return nil, fmt.Errorf("dimension %.30q, expected an integer from 0 to 2⁶³−1", digits)
		}
		shape = append(shape, dim)
		p.rest = p.rest[end:]
		if !p.accept(",") && !strings.HasPrefix(p.rest, ")") {
			return nil, p.expected("a comma or the shape's end")
		}
	}
	return shape, nil
}
