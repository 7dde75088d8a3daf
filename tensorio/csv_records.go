package tensorio

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxRecord bounds a row of CSV, so that a packed file of one endless line does
// not fill the memory.
const maxRecord = 64 << 20 // bytes

// records yields the rows of a CSV file, all of the same length.
type records struct {
	s      *source
	csv    *csv.Reader
	limit  *recordLimit
	row    int      // of the record that next returned, as a line of the file
	line   int      // where the next record should start
	fields int      // in every record, 0 before the first
	held   []string // what peek has returned and take has not
}

func newRecords(s *source) *records {
	if bom, _ := s.r.Peek(3); string(bom) == "\xef\xbb\xbf" {
		s.r.Discard(3)
	}
	r := &records{s: s, limit: &recordLimit{r: s.r}, line: 1}
	r.csv = csv.NewReader(r.limit)
	r.csv.Comma = separator(s)
	r.csv.FieldsPerRecord = -1 // next counts, for a message with row and count
	r.csv.ReuseRecord = true
	return r
}

// separator is the most frequent of comma, semicolon and tab in the first line.
func separator(s *source) rune {
	line, _ := s.r.Peek(4096)
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	best := ','
	for _, c := range ";\t" {
		if bytes.Count(line, []byte(string(c))) > bytes.Count(line, []byte(string(best))) {
			best = c
		}
	}
	return best
}

// peek returns the next record and leaves it there.
func (r *records) peek() (_ []string, err error) {
	r.held, err = r.next()
	return r.held, err
}

// take returns the next record, valid until the next call, or io.EOF.
func (r *records) take() ([]string, error) {
	if held := r.held; held != nil {
		r.held = nil
		return held, nil
	}
	return r.next()
}

// next is take without regard to what is held.
func (r *records) next() ([]string, error) {
	r.limit.used = 0
	record, err := r.csv.Read()
	if err == io.EOF {
		return nil, err
	}
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		return nil, r.s.errorf("row %d, byte %d: %w", pe.Line, pe.Column, pe.Err)
	}
	if err != nil {
		return nil, r.s.errorf("row %d: %w", r.line, err)
	}
	// The reader skips blank lines; in the middle of data one is a lost row.
	if r.row, _ = r.csv.FieldPos(0); r.row != r.line {
		return nil, r.s.errorf("row %d is blank", r.line)
	}
	last := len(record) - 1
	r.line, _ = r.csv.FieldPos(last)
	r.line += strings.Count(record[last], "\n") + 1
	if r.fields == 0 {
		r.fields = len(record)
	}
	if len(record) != r.fields {
		return nil, r.s.errorf("row %d has %d fields, expected %d as in row 1", r.row, len(record), r.fields)
	}
	return record, nil
}

// recordLimit fails when one record takes more than maxRecord bytes.
type recordLimit struct {
	r    io.Reader
	used int
}

func (l *recordLimit) Read(p []byte) (int, error) {
	if l.used > maxRecord {
		return 0, fmt.Errorf("more than %d bytes in one row", maxRecord)
	}
	n, err := l.r.Read(p)
	l.used += n
	return n, err
}
