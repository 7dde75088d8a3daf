package tensorio

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOpenCSV(t *testing.T) {
	tests := []struct {
		name, text string
		opts       Options
		rows       [][]float64
		columns    []string
		labels     *Labels
	}{
		{name: "no header", text: "1,2\n3,4\n", rows: [][]float64{{1, 2}, {3, 4}}},
		{name: "header", text: "a,b\n1,-2.5e3\n", rows: [][]float64{{1, -2500}}, columns: []string{"a", "b"}},
		{name: "no last line break, CRLF, spaces, BOM", text: "\xef\xbb\xbfa, b \r\n1, 2 \r\n3,4",
			rows: [][]float64{{1, 2}, {3, 4}}, columns: []string{"a", "b"}},
		{name: "semicolons", text: "a;b\n1;2\n", rows: [][]float64{{1, 2}}, columns: []string{"a", "b"}},
		{name: "tabs", text: "1\t2\n", rows: [][]float64{{1, 2}}},
		{name: "blank lines at the end", text: "1,2\n\n\n", rows: [][]float64{{1, 2}}},
		{name: "quoted", text: "\"a,\n1\",b\n\"1\",2\n", rows: [][]float64{{1, 2}}, columns: []string{"a,\n1", "b"}},
		{name: "header of numbers on request", text: "2019,2020\n1,2\n", opts: Options{Header: HeaderYes},
			rows: [][]float64{{1, 2}}, columns: []string{"2019", "2020"}},
		{name: "label by name", text: "a,kind,b\n1,y,2\n3,x,4\n", opts: Options{Label: "kind"},
			rows: [][]float64{{1, 2}, {3, 4}}, columns: []string{"a", "b"},
			labels: &Labels{Class: []int{1, 0}, Names: []string{"x", "y"}}},
		{name: "label by number, in order of value", text: "1,10\n3,9\n", opts: Options{Label: "2"},
			rows: [][]float64{{1}, {3}}, labels: &Labels{Class: []int{1, 0}, Names: []string{"9", "10"}}},
		{name: "imputed", text: "a,b\n1,\n3,NA\n?,7\n", opts: Options{Impute: true},
			rows: [][]float64{{1, 7}, {3, 7}, {2, 7}}, columns: []string{"a", "b"}},
		{name: "one-hot", text: "a,c,b\n1,red,5\n2,blue,6\n", opts: Options{OneHot: true},
			rows: [][]float64{{1, 0, 1, 5}, {2, 1, 0, 6}}, columns: []string{"a", "c=blue", "c=red", "b"}},
		{name: "one-hot without header, numbers before text", text: "1,1\n2,x\n", opts: Options{OneHot: true},
			rows: [][]float64{{1, 1, 0}, {2, 0, 1}}, columns: []string{"1", "2=1", "2=x"}},
		{name: "one-hot, imputed by shares", text: "c\nx\ny\nx\nx\nNA\n", opts: Options{OneHot: true, Impute: true},
			rows: [][]float64{{1, 0}, {0, 1}, {1, 0}, {1, 0}, {0.75, 0.25}}, columns: []string{"c=x", "c=y"}},
		{name: "text on request as data", text: "x\ny\n", opts: Options{OneHot: true, Header: HeaderNo},
			rows: [][]float64{{1, 0}, {0, 1}}, columns: []string{"1=x", "1=y"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for name, data := range map[string][]byte{"x.csv": []byte(test.text), "x.csv.gz": pack(t, []byte(test.text))} {
				ds, err := Open[float64](put(t, name, data), test.opts)
				if err != nil {
					t.Fatal(err)
				}
				checkDataset(t, ds)
				if d := cmp.Diff(test.rows, rowsOf(t, ds)); d != "" {
					t.Error(d)
				}
				if d := cmp.Diff(test.columns, ds.Columns()); d != "" {
					t.Error(d)
				}
				if d := cmp.Diff(test.labels, ds.Labels()); d != "" {
					t.Error(d)
				}
			}
		})
	}
}

func TestOpenCSVRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		opts       Options
		want       string
	}{
		{"ragged", "1,2\n3,4\n5\n", Options{}, "row 3 has 1 fields, expected 2 as in row 1"},
		{"missing", "a,b\n1,2\n3,\n", Options{}, `row 3, column 2 ("b") is missing ("")`},
		{"NaN", "1,2\nNaN,4\n", Options{}, `row 2, column 1 is missing ("NaN")`},
		{"Inf", "1,2\n3,-inf\n", Options{}, `row 2, column 2 is "-inf", expected a finite`},
		{"Inf though imputing", "1,2\n3,Inf\n", Options{Impute: true}, `row 2, column 2 is "Inf"`},
		{"overflow", "1,2\n3,1e39\n", Options{}, `row 2, column 2 is "1e39", expected a finite float32`},
		{"text", "1,2\n3,red\n", Options{}, `row 2, column 2 is "red", expected a number`},
		{"blank line", "1,2\n\n3,4\n", Options{}, "row 2 is blank"},
		{"only blank lines", "\n\n", Options{}, "holds only blank lines"},
		{"only a header", "a,b\n", Options{}, "no rows"},
		{"bare quote", "1,2\n3,4\"5\n", Options{}, "row 2, byte 4: bare"},
		{"open quote", "1,2\n3,\"4\n", Options{}, "row 2"},
		{"unknown label", "a,b\n1,2\n", Options{Label: "c"}, `no column "c", expected a number from 1 to 2 or one of a, b`},
		{"label beyond", "1,2\n", Options{Label: "3"}, `no column "3": there is no header, expected a number from 1 to 2`},
		{"label twice", "a,a\n1,2\n", Options{Label: "a"}, `more than one column is named "a"`},
		{"label missing", "1,2\n1,\n", Options{Label: "2", Impute: true}, "row 2, column 2 is missing, expected a label"},
		{"nothing but labels", "a\n1\n", Options{Label: "a"}, "no column beside the label"},
		{"nothing to impute from", "1,\n2,\n", Options{Impute: true}, `column 2 ("2") holds no value`},
		{"too many categories", "c\n" + strings.Join(distinct(1001), "\n"), Options{OneHot: true}, "row 1002, column 1 (\"c\") is \"x1000\", a new category after 1000"},
		{"quotes over lines count as lines", "\"a\n\n\"\n1\nx\n", Options{}, "row 5, column 1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := put(t, "x.csv", []byte(test.text))
			_, err := Open[float32](path, test.opts)
			refused(t, err, path, test.want)
		})
	}
}

func distinct(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = "x" + strconv.Itoa(i)
	}
	return names
}

// A packed file of one endless line must not fill the memory.
func TestCSVLongRow(t *testing.T) {
	path := put(t, "x.csv.gz", pack(t, []byte(strings.Repeat("0", maxRecord+1<<20))))
	_, err := Open[float32](path, Options{})
	refused(t, err, path, "row 1: more than 67108864 bytes in one row")
}
