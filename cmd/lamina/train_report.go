package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// trainReport is what train has to tell, and with --json the object that it prints.
// Squared errors are means per row in the data's units; what does not exist (held-out
// figures without held-out rows, a ratio to a PCA that is exact) is null.
type trainReport struct {
	Data                string   `json:"data"`
	Rows                int      `json:"rows"`
	Columns             int      `json:"columns"`
	TrainRows           int      `json:"train_rows"`
	HeldOutRows         int      `json:"held_out_rows"`
	Variant             string   `json:"variant"`
	Layers              []int    `json:"layers"`
	Parameters          int      `json:"parameters"`
	Seed                uint64   `json:"seed"`
	Implementation      string   `json:"implementation"`
	Threads             int      `json:"threads"`
	Epochs              int      `json:"epochs"` // complete ones
	KeptEpoch           int      `json:"kept_epoch"`
	Interrupted         bool     `json:"interrupted"`
	Criterion           string   `json:"criterion"` // what the two below are, in nats per row
	TrainNegLog         *float64 `json:"train_neg_log"`
	HeldOutNegLog       *float64 `json:"held_out_neg_log"`
	HeldOutBitsPerDim   *float64 `json:"held_out_bits_per_dim"` // the same in bits per column
	HeldOutSquaredError *float64 `json:"held_out_squared_error"`
	// Of models whose codes have a prior: −E log p(x, h)/q(h|x) in nats, and −log p(x) by
	// as many samples as EvidenceSamples; null of others.
	HeldOutNegELBO  *float64 `json:"held_out_neg_elbo"`
	HeldOutNegLogP  *float64 `json:"held_out_neg_log_p"`
	EvidenceSamples int      `json:"evidence_samples,omitempty"`
	// Penalties has one entry for each of the model's; with HeldOutNegLog, Ω makes the
	// objective.
	Penalties       []penaltyReport `json:"penalties"`
	ActiveUnits     *float64        `json:"active_units"`      // code units that are not 0, mean per row
	HeldOutAccuracy *float64        `json:"held_out_accuracy"` // of a classifier, else null
	CommonestClass  *float64        `json:"commonest_class"`   // its share of the held-out rows: what no network is needed for
	Classes         []string        `json:"classes"`           // that a classifier knows, else null
	PretrainEpochs  []int           `json:"pretrain_epochs"`   // kept, of each layer, if there was pretraining
	PCASquaredError *float64        `json:"pca_squared_error"` // with as many components as the code has units
	Ratio           *float64        `json:"ratio"`             // of the two
	RowsPerSecond   *float64        `json:"rows_per_second"`   // of the training steps
	Seconds         float64         `json:"seconds"`           // training, measuring included
	Files           *runFiles       `json:"files"`

	epochsAsked int // at most
	components  int
	topK        bool // the code keeps its largest units only
}

func newTrainReport(path string, data tensorio.Dataset[float32], m trainee, c autoencoder.TrainConfig) *trainReport {
	r := &trainReport{
		Data: path, Rows: data.Len(), Columns: data.Width(),
		Variant: m.Config().Variant, Layers: m.Config().Layers, Parameters: m.Parameters(), Seed: c.Seed,
		Implementation: kernels.Active(), Threads: runtime.GOMAXPROCS(0),
		components: m.CodeSize(), topK: m.Config().TopK > 0,
	}
	// Fit splits in the same way, and says what is wrong if this fails.
	train, heldOut, _ := autoencoder.Split(data.Len(), c.HeldOut, c.Seed)
	r.TrainRows, r.HeldOutRows = len(train), len(heldOut)
	return r
}

// evidenceSamples is how many codes of a row estimate log p(x).
const evidenceSamples = 64

// measure completes the report after training. It is not interrupted when training
// was: the comparison is what the command is for, and a second Ctrl-C ends it.
func (r *trainReport) measure(c *cobra.Command, m trainee, data tensorio.Dataset[float32], h *autoencoder.History) error {
	ctx := c.Context()
	if r.Interrupted {
		ctx = context.WithoutCancel(ctx)
	}
	r.Epochs, r.KeptEpoch, r.Criterion = len(h.Epochs), h.Kept, h.Criterion()
	var steps time.Duration
	for _, e := range h.Epochs {
		steps += e.Elapsed
	}
	if steps > 0 {
		r.RowsPerSecond = number(float64(len(h.Epochs)) * float64(len(h.Train)) / steps.Seconds())
	}
	if h.Kept > 0 {
		r.TrainNegLog = number(h.Epochs[h.Kept-1].Train.NegLog)
	}
	if len(h.HeldOut) == 0 {
		return nil
	}
	// Not the history's: these rows are not corrupted.
	heldOut := tensorio.Subset(data, h.HeldOut)
	switch m := m.(type) {
	case *autoencoder.Classifier[float32]:
		return r.measureClasses(ctx, m, heldOut)
	case *autoencoder.Model[float32]:
		return r.measureErrors(ctx, m, data, heldOut, h)
	}
	return nil
}

// measureErrors completes the report of an autoencoder.
func (r *trainReport) measureErrors(ctx context.Context, m *autoencoder.Model[float32], data, heldOut tensorio.Dataset[float32], h *autoencoder.History) error {
	e, err := m.Evaluate(ctx, heldOut)
	if err != nil {
		return err
	}
	pca, err := autoencoder.PCAError(ctx, data, h.Train, h.HeldOut, r.components)
	if err != nil {
		return err
	}
	if m.HasPrior() {
		v, err := m.MeanEvidence(ctx, tensorio.Subset(data, h.HeldOut), evidenceSamples, r.Seed)
		if err != nil {
			return err
		}
		r.HeldOutNegELBO, r.HeldOutNegLogP, r.EvidenceSamples = number(-v.ELBO), number(-v.LogP), evidenceSamples
	}
	r.HeldOutBitsPerDim = number(autoencoder.BitsPerDim(e.NegLog, r.Columns))
	r.HeldOutNegLog, r.HeldOutSquaredError, r.PCASquaredError = number(e.NegLog), number(e.SquaredError), number(pca)
	r.Penalties, r.ActiveUnits = reportPenalties(e.Penalties), number(e.ActiveUnits)
	if r.PCASquaredError != nil && r.HeldOutSquaredError != nil && !r.pcaExact() {
		r.Ratio = number(e.SquaredError / pca)
	}
	return nil
}

// measureClasses completes the report of a classifier.
func (r *trainReport) measureClasses(ctx context.Context, m *autoencoder.Classifier[float32], heldOut tensorio.Dataset[float32]) error {
	e, err := m.Evaluate(ctx, heldOut)
	if err != nil {
		return err
	}
	most := 0
	for _, row := range e.Confusion {
		n := 0
		for _, v := range row {
			n += v
		}
		most = max(most, n)
	}
	r.HeldOutNegLog, r.HeldOutAccuracy, r.CommonestClass = number(e.NegLog), number(e.Accuracy), number(float64(most)/float64(heldOut.Len()))
	r.Penalties, r.Classes = reportPenalties(e.Penalties), m.Classes()
	return nil
}

// pcaExact tells that there is nothing to beat: as many components as columns, or
// as the data has directions.
func (r *trainReport) pcaExact() bool {
	return r.components >= r.Columns || *r.PCASquaredError <= 1e-9**r.HeldOutSquaredError
}

// number is x for a report, nil if JSON has no such number.
func number(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// printHead says what is about to be done.
func (r *trainReport) printHead(w io.Writer, m trainee) {
	line(w, "data", "%s: %s rows × %s columns, %s held out", r.Data, thousands(r.Rows), thousands(r.Columns), thousands(r.HeldOutRows))
	printModel(w, m.Config(), r.Parameters)
	line(w, "running on", "%s, %s", r.Implementation, plural(r.Threads, "thread"))
}

// printResult says what came of it.
func (r *trainReport) printResult(w io.Writer) {
	ended := ""
	switch {
	case r.Interrupted:
		ended = ", interrupted"
	case r.Epochs < r.epochsAsked:
		ended = fmt.Sprintf(" of at most %d", r.epochsAsked)
	}
	kept := ""
	if r.KeptEpoch != r.Epochs {
		kept = fmt.Sprintf("; kept the best, epoch %d", r.KeptEpoch)
	}
	speed := ""
	if r.RowsPerSecond != nil {
		speed = fmt.Sprintf(", %s rows/s", thousands(int(*r.RowsPerSecond)))
	}
	if r.PretrainEpochs != nil {
		line(w, "pretrained", "%s, kept epochs %s", plural(len(r.PretrainEpochs), "layer"), join(r.PretrainEpochs, ", "))
	}
	line(w, "trained", "%s%s%s", plural(r.Epochs, "epoch"), ended, kept)
	line(w, "", "%.1f s%s", r.Seconds, speed)
	switch {
	case r.HeldOutAccuracy != nil:
		line(w, "held out", "%-24s %.4f", "accuracy", *r.HeldOutAccuracy)
		line(w, "", "%-24s %.4f", "commonest class", *r.CommonestClass)
		line(w, "", "%-24s %s nats", r.Criterion, figure(*r.HeldOutNegLog))
	case r.HeldOutSquaredError == nil:
		line(w, "held out", "no rows: nothing to compare on")
	default:
		line(w, "held out", "%-24s %s", "squared error per row", figure(*r.HeldOutSquaredError))
		line(w, "", "%-24s %s%s", "PCA, "+plural(r.components, "component"), figure(*r.PCASquaredError), r.ratio())
		if r.HeldOutNegLog != nil {
			line(w, "", "%-24s %s nats%s", r.Criterion, figure(*r.HeldOutNegLog), r.bits(r.HeldOutNegLog))
		}
		r.printPenalties(w)
		if r.HeldOutNegELBO != nil && r.HeldOutNegLogP != nil {
			line(w, "", "%-24s %s nats", "−ELBO", figure(*r.HeldOutNegELBO))
			line(w, "", "%-24s %s nats%s", fmt.Sprintf("−log p(x), %d samples", r.EvidenceSamples), figure(*r.HeldOutNegLogP), r.bits(r.HeldOutNegLogP))
		}
	}
	for i, f := range r.Files.list() {
		label := ""
		if i == 0 {
			label = "written"
		}
		line(w, label, "%s", f)
	}
}

// bits is nats as bits per column.
func (r *trainReport) bits(nats *float64) string {
	return fmt.Sprintf("   %s bits a column", figure(autoencoder.BitsPerDim(*nats, r.Columns)))
}

func (r *trainReport) ratio() string {
	if r.Ratio == nil {
		return "   exact: the code has room for all that varies"
	}
	hint := ""
	if *r.Ratio > 1 {
		hint = ": PCA does better; try more --epochs or wider --layers"
	}
	return fmt.Sprintf("   ratio %.3f%s", *r.Ratio, hint)
}
