package autoencoder

import "testing"

// A penalty on the Jacobian has the same bits whether the slopes of all rows are there at
// once or are loaded band by band.
func TestBandsChangeNoBit(t *testing.T) {
	const d, rows = 12, 2*bandRows + 7
	for _, penalty := range []Penalty{{Kind: "contractive", Weight: 0.5}, {Kind: "contractive", Weight: 0.5, Jacobian: "layer-wise"},
		{Kind: "contractive", Weight: 0.5, Jacobian: "hutchinson", Probes: 3}} {
		for _, topK := range []int{0, 2} {
			c := variant(t, "plain", d, 9, 4)
			c.Hidden, c.Code, c.TopK, c.Penalties = "gelu", "sigmoid", topK, []Penalty{penalty}
			m := newModel[float32](t, c)
			ws := newWorkspace(m.net, rows, true, false)
			copy(ws.x.Data, uniform[float32](1, rows, d).Data)
			m.net.encode(m.params, ws)
			j := m.net.penalties[0].(jacobian[float32])
			if c, ok := j.norm.(chain[float32]); ok {
				c.space = 1000 // so that blocks are of few rows
				j.norm = c
			}
			encoder := m.net.layers[:m.net.encoders]

			g := make([]float32, len(m.params))
			for _, pre := range ws.pre {
				clear(flat(pre))
			}
			buf := make([]float32, j.size(rows))
			got := j.grad(0.25, m.params, g, ws, buf)
			var gotPre []float32
			for _, pre := range ws.pre {
				gotPre = append(gotPre, flat(pre)...)
				clear(flat(pre))
			}

			want := make([]float32, len(m.params))
			s, rest := takeSlopes(encoder, rows, make([]float32, slopesSize(encoder, rows)+j.norm.size(rows, false)))
			m.net.setSlopes(s, ws, true)
			at := probePlace{ws.stream(streamProbe), ws.at.row}
			sum := 0.5 * j.norm.sum(0.125, m.params, want, s, slopes[float32]{}, at, nil, rest)
			s.add(ws)
			var wantPre []float32
			for _, pre := range ws.pre {
				wantPre = append(wantPre, flat(pre)...)
			}
			equalBits(t, "Ω", []float64{got}, []float64{sum})
			equalBits(t, "gradient by weights", g, want)
			equalBits(t, "gradient by pre-activations", gotPre, wantPre)
			if j.size(rows) >= slopesSize(encoder, rows)+j.norm.size(rows, false) {
				t.Error("the scratch has the slopes of all rows")
			}
		}
	}
}
