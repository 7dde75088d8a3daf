package tensorboard

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// event is what a reader makes of one.
type event struct {
	seconds float64
	step    int64
	version string
	tag     string
	value   float32
}

// fields parses a message into its fields, by number.
func fields(t *testing.T, b []byte) map[int][]any {
	t.Helper()
	m := map[int][]any{}
	for len(b) > 0 {
		tag, n := binary.Uvarint(b)
		if n <= 0 {
			t.Fatal("bad tag")
		}
		b = b[n:]
		var v any
		switch tag & 7 {
		case 0:
			u, n := binary.Uvarint(b)
			v, b = u, b[n:]
		case 1:
			v, b = binary.LittleEndian.Uint64(b), b[8:]
		case 2:
			size, n := binary.Uvarint(b)
			v, b = b[n:n+int(size)], b[n+int(size):]
		case 5:
			v, b = binary.LittleEndian.Uint32(b), b[4:]
		default:
			t.Fatalf("wire type %d", tag&7)
		}
		m[int(tag>>3)] = append(m[int(tag>>3)], v)
	}
	return m
}

// read parses an event file, and checks every checksum by the rule as TensorFlow writes
// it: ((crc >> 15) | (crc << 17)) + 0xa282ead8, modulo 2³².
func read(t *testing.T, path string) []event {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sum := func(b []byte) uint32 {
		c := crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
		return uint32((uint64(c>>15) | uint64(c)<<17&math.MaxUint32) + 0xa282ead8)
	}
	var list []event
	for {
		var head [12]byte
		if _, err := io.ReadFull(f, head[:]); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		if binary.LittleEndian.Uint32(head[8:]) != sum(head[:8]) {
			t.Fatal("checksum of a length")
		}
		data := make([]byte, binary.LittleEndian.Uint64(head[:])+4)
		if _, err := io.ReadFull(f, data); err != nil {
			t.Fatal(err)
		}
		data, tail := data[:len(data)-4], data[len(data)-4:]
		if binary.LittleEndian.Uint32(tail) != sum(data) {
			t.Fatal("checksum of a record")
		}
		m := fields(t, data)
		e := event{seconds: math.Float64frombits(m[1][0].(uint64))}
		if v, ok := m[2]; ok {
			e.step = int64(v[0].(uint64))
		}
		if v, ok := m[3]; ok {
			e.version = string(v[0].([]byte))
		}
		if v, ok := m[5]; ok {
			value := fields(t, fields(t, v[0].([]byte))[1][0].([]byte))
			e.tag, e.value = string(value[1][0].([]byte)), math.Float32frombits(value[2][0].(uint32))
		}
		list = append(list, e)
	}
}

func TestWriter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	w, err := create(dir, func() time.Time { return time.Unix(1234567890, 500_000_000) })
	if err != nil {
		t.Fatal(err)
	}
	w.Scalar("train/objective", 1, 2.5)
	w.Scalar("held_out/β", 1<<40, -1e-3)
	w.Scalar("loss", 300, math.Inf(1))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const at = 1234567890.5
	want := []event{
		{seconds: at, version: "brain.Event:2"},
		{seconds: at, step: 1, tag: "train/objective", value: 2.5},
		{seconds: at, step: 1 << 40, tag: "held_out/β", value: -1e-3},
		{seconds: at, step: 300, tag: "loss", value: float32(math.Inf(1))},
	}
	if got := read(t, w.Name()); !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v\nwant %+v", got, want)
	}
	if base := filepath.Base(w.Name()); len(base) < 31 || base[:31] != "events.out.tfevents.1234567890." {
		t.Errorf("name %s", base)
	}
	w.Scalar("late", 1, 1)
	if w.Flush() == nil {
		t.Error("no error after Close")
	}
	if _, err := create(dir, func() time.Time { return time.Unix(1234567890, 0) }); !errors.Is(err, os.ErrExist) {
		t.Errorf("a file that exists: %v", err)
	}
}

// The first record as TensorFlow 2 writes it, wall time 0 aside: its length's checksum
// is a known one.
func TestRecordFraming(t *testing.T) {
	got := appendRecord(nil, make([]byte, 24))
	// The checksum of a length of 24, as at the beginning of every event file.
	if want := "1800000000000000a37f4b22"; fmt.Sprintf("%x", got[:12]) != want {
		t.Errorf("head %x, want %s", got[:12], want)
	}
}
