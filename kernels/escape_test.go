package kernels

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// escaping are the kernels that share their operands with other goroutines, which
// therefore escape.
var escaping = []string{"Gemm", "GemmBatch", "GemmBias", "GemmBiasSerial", "GemmSerial", "Gemv", "Syrk"}

// TestStackArrays: stack arrays that are passed to any other exported kernel stay on
// the stack. It asks the compiler, about a program that calls them all.
func TestStackArrays(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector's own calls make slices escape")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command")
	}
	functions := exported(t)
	var b strings.Builder
	b.WriteString("package main\n\nimport \"github.com/lamina-go/lamina/kernels\"\n\nfunc main() {}\n")
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		if !slices.Contains(noOperands, name) {
			for _, element := range []string{"float32", "float64"} {
				b.WriteString(stackCall(t, functions[name], element))
			}
		}
	}

	// The program's folder exists for the compiler only.
	dir := t.TempDir()
	source, overlay := filepath.Join(dir, "main.go"), filepath.Join(dir, "overlay.json")
	here, err := filepath.Abs(filepath.Join("internal", "stackarrays", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := json.Marshal(map[string]any{"Replace": map[string]string{here: source}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{source: b.String(), overlay: string(files)} {
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-gcflags=-m", "-overlay", overlay, "-o", os.DevNull, "./internal/stackarrays")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOARCH="+runtime.GOARCH)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	moved := map[string]bool{}
	for _, m := range regexp.MustCompile(`moved to heap: (\w+?)_`).FindAllSubmatch(out, -1) {
		moved[string(m[1])] = true
	}
	if got := slices.Sorted(maps.Keys(moved)); !slices.Equal(got, escaping) {
		t.Errorf("arguments of %v escape, want %v", got, escaping)
	}
}

// stackCall is a function that calls f on arrays of its own, which are named after f.
func stackCall(t *testing.T, f *ast.FuncDecl, element string) string {
	name := f.Name.Name
	var arrays, args []string
	// array declares one and returns a slice of it.
	array := func(of string) string {
		v := fmt.Sprintf("%s_%d", name, len(arrays))
		arrays = append(arrays, fmt.Sprintf("var %s [64]%s\n", v, of))
		return v + "[:]"
	}
	matrix := func() string { return fmt.Sprintf("{Rows: 8, Cols: 8, Stride: 8, Data: %s}", array(element)) }
	for _, field := range f.Type.Params.List {
		for range field.Names {
			typ, arg := types.ExprString(field.Type), ""
			switch typ {
			case "T", "int", "uint64", "float64", "Activation":
				arg = "1"
			case "bool":
				arg = "true"
			case "Philox":
				arg = "kernels.Philox{}"
			case "AdamConfig[T]":
				arg = fmt.Sprintf("kernels.AdamConfig[%s]{}", element)
			case "[]T", "[]E":
				arg = array(element)
			case "...[]T":
				arg = array(element) + ", " + array(element)
			case "Matrix[T]":
				arg = fmt.Sprintf("kernels.Matrix[%s]%s", element, matrix())
			case "[]Matrix[T]":
				arg = fmt.Sprintf("[]kernels.Matrix[%s]{%s}", element, matrix())
			case "[]int", "[]byte", "[]uint8", "[]uint16", "[]uint64", "[]float32", "[]float64":
				arg = array(typ[2:])
			default:
				t.Fatalf("%s: no argument for a parameter of type %s: add one here", name, typ)
			}
			args = append(args, arg)
		}
	}
	instance := ""
	if f.Type.TypeParams != nil {
		instance = "[" + element + "]"
	}
	return fmt.Sprintf("\nfunc with%s%s() {\n%skernels.%s%s(%s)\n}\n", name, element, strings.Join(arrays, ""), name, instance, strings.Join(args, ", "))
}
