package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/lamina-go/lamina/autoencoder"
)

// progress tells how training goes: a bar on a terminal, elsewhere a line now and
// then.
type progress struct {
	w          io.Writer
	epochs     int
	classifier bool // is what is trained

	bar   *progressbar.ProgressBar // nil unless w is a terminal
	total int64                    // rows of all epochs, once known
	drawn time.Time
	done  int64 // rows of complete epochs
}

// barEvery is how often the bar is drawn. Its line fits into 80 letters.
const barEvery = 100 * time.Millisecond

func newProgress(w io.Writer) *progress {
	p := &progress{w: w}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions64(1,
			progressbar.OptionSetWriter(w), progressbar.OptionSetWidth(16), progressbar.OptionShowIts(),
			progressbar.OptionSetItsString("rows"), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
	}
	return p
}

func (p *progress) step(s autoencoder.Step) error {
	p.epochs = s.Epochs
	if p.bar == nil || time.Since(p.drawn) < barEvery {
		return nil
	}
	p.drawn = time.Now()
	// The last step of an epoch may have fewer rows, so this is a little too many.
	if p.total == 0 {
		p.total = int64(s.Rows) / int64(s.Step) * int64(s.StepsPerEpoch) * int64(p.epochs)
		p.bar.ChangeMax64(p.total)
	}
	p.bar.Describe(fmt.Sprintf("epoch %d/%d, loss %s", s.Epoch, p.epochs, figure(s.Loss)))
	p.bar.Set64(min(p.done+int64(s.Rows), p.total-1))
	return nil
}

func (p *progress) epoch(e autoencoder.Epoch) error {
	p.done += int64(e.Train.Rows)
	if p.bar != nil || e.Number > 1 && e.Number%10 != 0 {
		return nil
	}
	held := ""
	if e.HeldOut.Rows > 0 {
		held = fmt.Sprintf(", held out %s, ", figure(e.HeldOut.Objective()))
		if p.classifier {
			held += fmt.Sprintf("accuracy %.4f", e.Accuracy)
		} else {
			held += "squared error " + figure(e.SquaredError)
		}
	}
	fmt.Fprintf(p.w, "epoch %d/%d: loss %s%s, %s rows/s\n", e.Number, p.epochs, figure(e.Train.Objective()), held,
		thousands(int(float64(e.Train.Rows)/max(e.Elapsed.Seconds(), 1e-9))))
	return nil
}

// close takes the bar away.
func (p *progress) close() {
	if p.bar != nil {
		p.bar.Clear()
	}
}
