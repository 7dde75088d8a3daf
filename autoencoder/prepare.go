package autoencoder

import "github.com/lamina-go/lamina/kernels"

// A preparation gathers rows into inputs and corrupts them, in parts that may run at
// once, beside the computation with the inputs before.
type preparation[T kernels.Float] struct {
	source  *source[T]
	corrupt corrupter[T] // nil for none
	into    *inputs[T]
	rows    []int
	purpose int // of the corruption's stream
	parts   int
	errs    []error // per part
	task    *kernels.Task
}

// newPreparation plans nothing but scratch.
func newPreparation[T kernels.Float](s *source[T], corrupt corrupter[T]) *preparation[T] {
	p := &preparation[T]{source: s, corrupt: corrupt, errs: make([]error, maxShares)}
	p.task = kernels.NewTask(p.part)
	return p
}

// set says what to do. The first row is that number at in the order of the epoch, or of
// held-out rows in epoch 0.
func (p *preparation[T]) set(into *inputs[T], rows []int, seed uint64, epoch, at int) {
	into.use(len(rows))
	into.at = place{seed, epoch, at}
	into.constant = p.source.constant(rows)
	p.into, p.rows = into, rows
	p.purpose = streamCorrupt
	if epoch == 0 {
		p.purpose = streamHeldOut
	}
	p.parts = shares(len(rows), into.x.Cols)
}

// run does all of it.
func (p *preparation[T]) run() error {
	p.task.Run(p.parts)
	return p.err()
}

// err is the first error of all parts, once they are done.
func (p *preparation[T]) err() error {
	for _, err := range p.errs[:p.parts] {
		if err != nil {
			return err
		}
	}
	return nil
}

// work is how many multiplications take as long.
func (p *preparation[T]) work() int {
	if p.corrupt != nil {
		return 16 * p.into.x.Rows * p.into.x.Cols
	}
	return 4 * p.into.x.Rows * p.into.x.Cols
}

func (p *preparation[T]) part(i int) {
	lo, hi := len(p.rows)*i/p.parts, len(p.rows)*(i+1)/p.parts
	b := p.into
	x := b.x.RowRange(lo, hi)
	if p.source.classes != nil {
		b.ask(lo, p.rows[lo:hi], p.source.classes)
	}
	if p.errs[i] = p.source.gather(x, p.rows[lo:hi]); p.errs[i] != nil || p.corrupt == nil {
		return
	}
	var mask kernels.Matrix[T]
	if b.mask.Rows > 0 {
		mask = b.mask.RowRange(lo, hi)
	}
	p.corrupt.corrupt(b.in.RowRange(lo, hi), x, mask, b.stream(p.purpose), uint64(b.at.row+lo)*uint64(x.Cols))
}
