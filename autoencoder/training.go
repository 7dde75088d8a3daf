package autoencoder

// Training is what a model remembers of its last Fit, for people to read; nothing
// is computed from it. It is kept in the model file.
type Training struct {
	TrainConfig     // as it was used, the batch size chosen
	Rows        int `json:"rows"`          // trained on
	HeldOutRows int `json:"held_out_rows"` // not trained on
	EpochsRun   int `json:"epochs_run"`    // complete ones
	Kept        int `json:"kept"`          // epoch whose parameters the model has, 0 for the initial ones
	// SquaredError is the held-out mean of ‖x − r‖² per row in the data's units at
	// the kept epoch; nil without held-out rows or a complete epoch, and where the
	// squares are beyond float64.
	SquaredError *float64 `json:"squared_error"`
	// Accuracy is a classifier's share of held-out rows told rightly, in the place of
	// SquaredError.
	Accuracy *float64 `json:"accuracy,omitempty"`
}

// Training returns what the model remembers of its last Fit, nil before the first.
func (m *Model[T]) Training() *Training {
	if m.training == nil {
		return nil
	}
	t := *m.training
	return &t
}

// facts is the record of the training so far.
func (t *trainer[T]) facts() *Training {
	h := t.history
	f := &Training{
		TrainConfig: t.config, Rows: len(h.Train), HeldOutRows: len(h.HeldOut),
		EpochsRun: len(h.Epochs), Kept: h.Kept,
	}
	// These may hold on to much.
	f.CustomSchedule, f.OnStep, f.OnEpoch, f.OnEnd, f.Logger = nil, nil, nil, nil, nil
	if h.Kept > 0 && len(h.HeldOut) > 0 {
		kept := h.Epochs[h.Kept-1]
		if h.Classifier {
			f.Accuracy = &kept.Accuracy
		} else if finite(kept.SquaredError) {
			f.SquaredError = &kept.SquaredError
		}
	}
	return f
}
