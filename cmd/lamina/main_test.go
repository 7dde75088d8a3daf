package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lamina runs the command in this process.
func lamina(args ...string) (code int, stdout, stderr string) {
	return laminaContext(context.Background(), args...)
}

func laminaContext(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(ctx, args, &out, &err)
	return code, out.String(), err.String()
}

// mustLamina runs a command that must succeed and returns its output.
func mustLamina(t *testing.T, args ...string) string {
	t.Helper()
	code, out, err := lamina(args...)
	if code != 0 {
		t.Fatalf("lamina %s: exit code %d: %s", strings.Join(args, " "), code, err)
	}
	return out
}

// trained returns a model for the digits, made with few epochs.
func trained(t *testing.T, args ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	mustLamina(t, append([]string{"train", "--layers", "12,4", "--epochs", "2", "--out", dir}, args...)...)
	return filepath.Join(dir, modelFile)
}

func file(t *testing.T, name, contents string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(contents), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func parse[T any](t *testing.T, s string) T {
	t.Helper()
	var v T
	d := json.NewDecoder(strings.NewReader(s))
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %q", err, s)
	}
	if d.More() {
		t.Errorf("more than one JSON value in %q", s)
	}
	return v
}

func TestHelpAndVersion(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"", "Available Commands"},
		{"--help", "Available Commands"},
		{"--version", "lamina "},
		{"train --help", "default 128,8; 8 for linear, pca; 128,32 for sparse, kl-sparse; 128 for k-sparse;"},
		{"train --help", "held_out_squared_error"},
		{"score --help", "neg_log"},
		{"tangents --help", "local dimension"},
	} {
		code, out, err := lamina(strings.Fields(c.args)...)
		if code != 0 || err != "" || !strings.Contains(out, c.want) {
			t.Errorf("lamina %s: exit code %d, stderr %q, %q not in %q", c.args, code, err, c.want, out)
		}
	}
}
