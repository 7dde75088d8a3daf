package object

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Normal brings the texts of different arm64 disassemblers to one form: lower
// case, no blanks after commas, decimal integers, shortest floats.
func Normal(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := strings.Index(s, "//"); i >= 0 {
		s = s[:i]
	}
	s = strings.Join(strings.Fields(s), " ")
	s = strings.NewReplacer(", ", ",", "{ ", "{", " }", "}").Replace(s)
	return number.ReplaceAllStringFunc(s, func(n string) string {
		n = n[1:]
		if u, err := strconv.ParseUint(n, 0, 64); err == nil {
			return "#" + strconv.FormatUint(u, 10)
		}
		if x, err := strconv.ParseInt(n, 0, 64); err == nil {
			return "#" + strconv.FormatInt(x, 10)
		}
		x, err := strconv.ParseFloat(n, 64)
		if err != nil || math.IsNaN(x) {
			return "#" + n
		}
		return "#" + strconv.FormatFloat(x, 'g', -1, 64)
	})
}

var number = regexp.MustCompile(`#[-+]?[0-9][-+.0-9a-fx]*`)
