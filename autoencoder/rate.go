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
