package object

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// Inst is a disassembled instruction: "fmla v0.4s, v1.4s, v2.s[3]".
type Inst struct {
	Addr uint64
	Text string
	// Target is where a branch goes, 0 for all else.
	Target uint64
}

var (
	instLine = regexp.MustCompile(`^\s*([0-9a-f]+):\s+(\S.*)$`)
	target   = regexp.MustCompile(`\b(?:0x)?([0-9a-f]+) <[^>]*>`)
	branch   = regexp.MustCompile(`^(b|b\.\w+|bl|cbn?z|tbn?z|j\w+|call\w*)\s`)
	comment  = regexp.MustCompile(`\s*(//|# |<).*$`)
)

// Disassemble returns the functions' instructions, by name. Tool is an objdump:
// aarch64-linux-gnu-objdump of binutils or llvm-objdump.
func (p *Program) Disassemble(tool string) (map[string][]Inst, error) {
	lo, hi := p.Funcs[0].Addr, uint64(0)
	for _, f := range p.Funcs {
		hi = max(hi, f.Addr+uint64(len(f.Code)))
	}
	cmd := exec.Command(tool, "-d", "--no-show-raw-insn", fmt.Sprintf("--start-address=%#x", lo), fmt.Sprintf("--stop-address=%#x", hi), p.Path)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("object: %s: %w", tool, err)
	}
	all := map[string][]Inst{}
	rest := p.Funcs // from the function at hand on
	for line := range strings.Lines(string(out)) {
		m := instLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil {
			continue
		}
		addr, err := strconv.ParseUint(m[1], 16, 64)
		if err != nil {
			return nil, err
		}
		for len(rest) > 0 && addr >= rest[0].Addr+uint64(len(rest[0].Code)) {
			rest = rest[1:]
		}
		if len(rest) == 0 || addr < rest[0].Addr {
			continue // of a function that is not ours
		}
		in := Inst{Addr: addr, Text: strings.Join(strings.Fields(m[2]), " ")}
		if t := target.FindStringSubmatch(in.Text); t != nil && branch.MatchString(in.Text) {
			in.Target, _ = strconv.ParseUint(t[1], 16, 64)
		}
		in.Text = comment.ReplaceAllString(in.Text, "")
		all[rest[0].Name] = append(all[rest[0].Name], in)
	}
	for _, f := range p.Funcs {
		if len(all[f.Name]) == 0 {
			return nil, fmt.Errorf("object: %s does not disassemble %s", tool, f.Name)
		}
	}
	return all, nil
}

// Loops returns the innermost loops of a function: the instructions from the
// target of a branch backward to the branch.
func Loops(fn []Inst) [][]Inst {
	at := map[uint64]int{}
	for i, in := range fn {
		at[in.Addr] = i
	}
	type span struct{ from, to int }
	var all []span
	for i, in := range fn {
		if j, ok := at[in.Target]; ok && in.Target != 0 && j <= i {
			all = append(all, span{j, i})
		}
	}
	var loops [][]Inst
	for _, s := range all {
		inner := true
		for _, t := range all {
			if t != s && t.from >= s.from && t.to <= s.to {
				inner = false
			}
		}
		if inner {
			loops = append(loops, fn[s.from:s.to+1])
		}
	}
	return loops
}
