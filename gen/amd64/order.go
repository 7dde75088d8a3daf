package amd64

import "github.com/lamina-go/lamina/gen/ir"

// order returns the body with its operations in an order that takes fewer
// registers, if it finds one: of those whose operands are there, the one that
// leaves the fewest values waiting comes first. Inputs are loaded where they are
// needed first.
func order(body ir.Body) ir.Body {
	still := body.Uses() // of each value, by what is not written
	fixed := invariants(body)
	written := make([]bool, len(body.Values))
	var values []*ir.Value
	put := func(v *ir.Value) {
		written[v.ID] = true
		values = append(values, v)
	}
	ready := func(v *ir.Value) bool {
		for _, a := range v.Args {
			if !a.Op.IsLeaf() && !written[a.ID] {
				return false
			}
		}
		return true
	}
	// grows returns by how much v adds to the values that wait.
	grows := func(v *ir.Value) int {
		n, uses := 1, map[*ir.Value]int{}
		for _, a := range v.Args {
			uses[a]++
		}
		for a, k := range uses {
			if fixed[a.ID] {
				continue
			}
			if !written[a.ID] {
				n++
			}
			if still[a.ID] == k {
				n--
			}
		}
		return n
	}
	for {
		var next *ir.Value
		best := 0
		for _, v := range body.Values {
			if written[v.ID] || v.Op.IsLeaf() || !ready(v) {
				continue
			}
			n := grows(v)
			if fixed[v.ID] {
				n = 0
			}
			if next == nil || n < best {
				next, best = v, n
			}
		}
		if next == nil {
			break
		}
		for _, a := range next.Args {
			if !written[a.ID] {
				put(a)
			}
			still[a.ID]--
		}
		put(next)
	}
	for _, v := range body.Values { // an input that is a result
		if !written[v.ID] {
			put(v)
		}
	}
	ordered := inOrder(body, values, nil)
	if waiting(ordered) < waiting(body) {
		return ordered
	}
	return body
}

// far is the number of operations between two uses of an input after which it
// is loaded again.
const far = 6

// reload returns the body with inputs loaded again where they were not used for
// long, which leaves their registers free meanwhile. What is stored comes after
// all that is read.
func reload(body ir.Body) ir.Body {
	latest := map[*ir.Value]int{}       // the last use
	copies := map[*ir.Value]*ir.Value{} // the last load
	again := map[*ir.Value]map[*ir.Value]*ir.Value{}
	var values []*ir.Value
	for i, v := range body.Values {
		for _, a := range v.Args {
			if a.Op != ir.Input {
				continue
			}
			if at, ok := latest[a]; ok && i-at > far {
				c := *a
				copies[a] = &c
				values = append(values, &c)
			}
			latest[a] = i
			if c := copies[a]; c != nil {
				if again[v] == nil {
					again[v] = map[*ir.Value]*ir.Value{}
				}
				again[v][a] = c
			}
		}
		values = append(values, v)
	}
	return inOrder(body, values, again)
}

// inOrder returns the body with the values in the given order, where replace
// has what to take for some arguments of a value.
func inOrder(body ir.Body, values []*ir.Value, replace map[*ir.Value]map[*ir.Value]*ir.Value) ir.Body {
	out := ir.Body{Bits: body.Bits}
	now := map[*ir.Value]*ir.Value{}
	for _, v := range values {
		c := *v
		c.ID, c.Args = len(out.Values), nil
		for _, a := range v.Args {
			if r := replace[v][a]; r != nil {
				a = r
			}
			c.Args = append(c.Args, now[a])
		}
		now[v] = &c
		out.Values = append(out.Values, &c)
	}
	for _, s := range body.Stores {
		out.Stores = append(out.Stores, ir.Store{Slice: s.Slice, X: now[s.X]})
	}
	out.NewAcc = now[body.NewAcc]
	return out
}

// invariants tells which values do not change from element to element.
func invariants(body ir.Body) []bool {
	fixed := make([]bool, len(body.Values))
	for i, v := range body.Values {
		switch v.Op {
		case ir.Const, ir.Scalar:
			fixed[i] = true
		case ir.Input, ir.Acc:
		default:
			fixed[i] = !v.Op.IsMask()
			for _, a := range v.Args {
				fixed[i] = fixed[i] && fixed[a.ID]
			}
		}
	}
	return fixed
}

// waiting returns the most values that wait for a use at once.
func waiting(body ir.Body) int {
	most := 0
	for _, n := range live(body) {
		most = max(most, n)
	}
	return most
}

// live returns for each value how many registers a copy takes while it is
// written, but for those of invariants.
func live(body ir.Body) []int {
	last, fixed := body.LastUse(), invariants(body)
	n := make([]int, len(body.Values))
	for i := range body.Values {
		before, after := 0, 0
		for j, v := range body.Values[:i+1] {
			if fixed[j] || v.Op == ir.Acc {
				continue
			}
			if j < i && last[j] >= i {
				before++
			}
			if last[j] > i {
				after++
			}
		}
		n[i] = max(before, after)
	}
	return n
}
