package autoencoder

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Evaluation is what a model makes of a data set, without corruption.
type Evaluation struct {
	Losses
	// SquaredError is the mean of ‖x − r‖² per row in the data's units.
	SquaredError float64 `json:"squared_error"`
	// ActiveUnits is the mean number of code units per row that are not 0. Rectified
	// codes are 0 where they are inactive; others hardly ever are.
	ActiveUnits float64 `json:"active_units"`
}

// Evaluate measures the objective and the squared error on all rows of the data,
// uncorrupted. A random encoder's codes are drawn for the objective, the same every
// time; the squared error is that of g(f(x)). Values that the likelihood gives
// probability 0, such as 5 for a Bernoulli, are refused with their row and column. To
// measure held-out rows, give it tensorio.Subset of them.
func (m *Model[T]) Evaluate(ctx context.Context, data tensorio.Dataset[T]) (Evaluation, error) {
	negLog, squared, active := 0.0, 0.0, 0
	draws := m.net.draws
	ws := planWorkspace(m.net, max(1, blockRows/max(draws, 1)), false, false, draws)
	block := ws.x.Rows
	err := m.readEach(ctx, data, func(first int, x kernels.Matrix[T]) error {
		if err := m.checkSupport(x, first, data.Columns()); err != nil {
			return err
		}
		for lo := 0; lo < x.Rows; lo += block {
			ws.use(min(block, x.Rows-lo))
			ws.at = place{seed: m.config.Seed, row: first + lo}
			m.scaleIn(ws, x, lo)
			ws.constant = 0
			for i := range ws.x.Rows {
				ws.constant += m.net.likelihood.DataConst(m.net.target(ws, i))
			}
			batch, _ := m.net.measure(m.params, ws)
			negLog += batch
			if draws > 0 {
				ws.useMean()
				m.net.encode(m.params, ws)
				m.net.decode(m.params, ws)
			}
			for i := range ws.x.Rows {
				squared += m.squaredError(ws, i)
				for _, h := range ws.code().Row(i) {
					if h != 0 {
						active++
					}
				}
			}
		}
		return nil
	})
	if err != nil || data.Len() == 0 {
		return Evaluation{}, err
	}
	return Evaluation{
		Losses:       m.losses(data.Len(), negLog, ws),
		SquaredError: squared / float64(data.Len()),
		ActiveUnits:  float64(active) / float64(data.Len()),
	}, nil
}

// RowScore tells how badly a model explains one row. Both are anomaly scores:
// the higher, the less the row is like the training data.
type RowScore struct {
	// NegLog is −log p(x | h = f(x)) in nats, in the units of the unscaled data,
	// constants included. With the Bernoulli likelihood it is a cross-entropy unless
	// all values are 0 or 1 after scaling.
	NegLog float64 `json:"neg_log"`
	// SquaredError is ‖x − r‖² in the data's units.
	SquaredError float64 `json:"squared_error"`
}

// Score returns the score of every row of x, B×d in the data's units. A row's score
// does not depend on the rows that it comes with. Values that the likelihood gives
// probability 0 are refused with their row and column.
func (m *Model[T]) Score(x kernels.Matrix[T]) ([]RowScore, error) {
	if err := m.ready("columns", x.Cols, m.Inputs()); err != nil {
		return nil, err
	}
	if err := m.checkSupport(x, 0, m.columns); err != nil {
		return nil, fmt.Errorf("autoencoder: %w", err)
	}
	return m.score(x)
}

// score is Score of checked rows.
func (m *Model[T]) score(x kernels.Matrix[T]) ([]RowScore, error) {
	scores := make([]RowScore, x.Rows)
	err := m.eachBlock("columns", m.Inputs(), x, bothHalves, func(ws *workspace[T], lo, _ int) {
		offset := m.offset()
		m.scaleIn(ws, x, lo)
		m.net.encode(m.params, ws)
		m.net.decode(m.params, ws)
		a := ws.params()
		for i := range a.Rows {
			x := m.net.target(ws, i)
			scores[lo+i] = RowScore{
				NegLog:       m.net.likelihood.NegLog(0, ws.rowA, a.Row(i), x) + m.net.likelihood.DataConst(x) + offset,
				SquaredError: m.squaredError(ws, i),
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return scores, nil
}

// ScoreData is EncodeData for scores.
func (m *Model[T]) ScoreData(ctx context.Context, data tensorio.Dataset[T], each func(first int, scores []RowScore) error) error {
	return m.readEach(ctx, data, func(lo int, x kernels.Matrix[T]) error {
		if err := m.checkSupport(x, lo, data.Columns()); err != nil {
			return err
		}
		scores, err := m.score(x)
		if err != nil {
			return err
		}
		return each(lo, scores)
	})
}

// squaredError is ‖x − r‖² of row i of a decoded workspace, in the data's units.
func (m *Model[T]) squaredError(ws *workspace[T], i int) float64 {
	m.net.likelihood.Mean(ws.rowX, ws.params().Row(i))
	return m.scaling.squaredError(ws.wide, ws.rowX, ws.x.Row(i))
}

// losses turns sums over rows, those of −log p and those in ws, into means in nats.
func (m *Model[T]) losses(rows int, negLog float64, ws *workspace[T]) Losses {
	n := float64(rows)
	l := Losses{Rows: rows, NegLog: negLog/n + m.offset()}
	for k, p := range m.net.penalties {
		omega := ws.omega[k]
		if pool, ok := p.(pooled[T]); ok && ws.rows > 0 {
			omega = pool.pool(ws.rates[k], ws.rows)
		}
		v := PenaltyValue{Kind: m.config.Penalties[k].Kind, Omega: omega / n}
		v.Constant, v.Prior = p.prior()
		l.Penalties = append(l.Penalties, v)
	}
	return l
}
