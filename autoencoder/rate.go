package autoencoder

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// CheckAs is c.Check for models of T, in which small numbers are 0 and large ones
// infinite: it also refuses a learning rate, a clip norm and a schedule with which steps
// would change nothing, or everything beyond bounds.
func CheckAs[T kernels.Float](c TrainConfig) error {
	if err := c.Check(); err != nil {
		return err
	}
	if norm := T(c.ClipNorm); c.ClipNorm > 0 && norm == 0 {
		return fmt.Errorf("clip norm %v: it is 0 in %T, so that nothing would be left of any gradient; 0 itself clips none", c.ClipNorm, norm)
	}
	return nn.CheckRate[T](c.LR, c.Schedule, c.Epochs)
}

// setRate asks the schedule for the rate of a step. Where nothing would be learned any
// more it is an error, unless the schedule is one that may come back.
func (t *trainer[T]) setRate(s *Step) error {
	f := t.schedule.Factor(t.progress)
	if !(f >= 0) || !finite(f) {
		return fmt.Errorf("the schedule's factor is %v at step %d of epoch %d: expected a finite number, 0 or more", f, s.Step, s.Epoch)
	}
	s.LR = t.config.LR * f
	rate := T(s.LR)
	if !finite(rate) {
		return fmt.Errorf("the schedule's factor %v makes the learning rate %v infinite in %T at step %d of epoch %d", f, t.config.LR, rate, s.Step, s.Epoch)
	}
	t.started = t.started || rate > 0
	if !t.started && s.Step == s.StepsPerEpoch {
		return fmt.Errorf("the schedule never starts: the learning rate is 0 at all %d steps of epoch %d", s.Step, s.Epoch)
	}
	if t.started && rate == 0 && t.config.Schedule.Kind == "plateau" { // step was asked before
		return fmt.Errorf("plateau has taken the learning rate to 0 at step %d of epoch %d: give the schedule a floor", s.Step, s.Epoch)
	}
	return nil
}
