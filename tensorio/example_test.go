package tensorio_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// inTemp runs do with the name of a file in a new directory.
func inTemp(name string, do func(path string)) {
	dir, err := os.MkdirTemp("", "tensorio")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	do(filepath.Join(dir, name))
}

func ExampleOpen() {
	inTemp("flowers.csv", func(path string) {
		text := "length,width,species\n5.1,3.5,setosa\n7.0,,versicolor\n"
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			fmt.Println(err)
			return
		}
		ds, err := tensorio.Open[float32](path, tensorio.Options{Label: "species", Impute: true})
		if err != nil {
			fmt.Println(err)
			return
		}
		rows, err := tensorio.ReadAll(ds)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(ds.Columns())
		for i := range rows.Rows {
			fmt.Println(rows.Row(i), ds.Labels().Names[ds.Labels().Class[i]])
		}
	})
	// Output:
	// [length width]
	// [5.1 3.5] setosa
	// [7 3.5] versicolor
}

func ExampleDigits() {
	ds := tensorio.Digits[float32]()
	fmt.Println(ds.Len(), "rows of", ds.Width(), "columns")

	first := kernels.NewMatrix[float32](1, ds.Width())
	if err := ds.ReadRows(first, 0); err != nil {
		fmt.Println(err)
		return
	}
	for y := range ds.Image().Height {
		for x := range ds.Image().Width {
			fmt.Print(string(" .:-=+*#@"[int(first.Data[y*ds.Image().Width+x])/2]))
		}
		fmt.Println("|")
	}
	fmt.Println("is a", ds.Labels().Names[ds.Labels().Class[0]])
	// Output:
	// 1797 rows of 64 columns
	//   :*=   |
	//   *#+#: |
	//  .#. += |
	//  :*  == |
	//  :=  == |
	//  :+  *- |
	//  .#:+*  |
	//   -*+   |
	// is a 0
}

func ExampleSubset() {
	ds := tensorio.FromMatrix(kernels.Matrix[float64]{Rows: 3, Cols: 1, Data: []float64{10, 11, 12}, Stride: 1})
	heldOut, err := tensorio.ReadAll(tensorio.Subset[float64](ds, []int{2, 0}))
	fmt.Println(heldOut.Data, err)
	// Output: [12 10] <nil>
}

func ExampleWriteCSV() {
	inTemp("codes.csv", func(path string) {
		codes := kernels.Matrix[float32]{Rows: 2, Cols: 2, Data: []float32{0.1, 1, -2, 3e-5}, Stride: 2}
		if err := tensorio.WriteCSV(path, tensorio.FromMatrix(codes)); err != nil {
			fmt.Println(err)
			return
		}
		text, err := os.ReadFile(path)
		fmt.Println(string(text), err)
	})
	// Output:
	// 0.1,1
	// -2,3e-05
	//  <nil>
}

func ExampleWriteSafetensors() {
	inTemp("model.safetensors", func(path string) {
		w := tensorio.NewTensor("encoder.weight", []int{2, 1}, []float32{1, 2})
		if err := tensorio.WriteSafetensors(path, []tensorio.Tensor{w}, map[string]string{"variant": "sparse"}); err != nil {
			fmt.Println(err)
			return
		}
		tensors, metadata, err := tensorio.ReadSafetensors(path)
		fmt.Println(tensors[0].Name, tensors[0].Shape, tensors[0].F32, metadata, err)
	})
	// Output: encoder.weight [2 1] [1 2] map[variant:sparse] <nil>
}

func ExampleWriteFileAtomic() {
	inTemp("notes.txt", func(path string) {
		err := tensorio.WriteFileAtomic(path, func(w io.Writer) error {
			fmt.Fprintln(w, "half of it")
			return fmt.Errorf("something went wrong")
		})
		_, missing := os.Stat(path)
		fmt.Println(err, os.IsNotExist(missing))
	})
	// Output: something went wrong true
}
