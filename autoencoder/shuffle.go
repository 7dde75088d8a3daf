package autoencoder

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/lamina-go/lamina/kernels"
)

// Each purpose has random streams of its own, so that drawing more of one thing
// never changes another.
const (
	streamInit      = iota + 1 // initial parameters
	streamSplit                // which rows are held out
	streamShuffle              // order of the rows, one stream per epoch
	streamCorrupt              // corruption in training, one stream per epoch
	streamHeldOut              // corruption of the held-out rows, the same every epoch
	streamCode                 // random codes, one stream per epoch, and one for held-out rows
	streamPrior                // codes drawn from the prior
	streamSample               // draws from p(x|h), one stream per step of a chain
	streamChain                // noise of chains, one stream per step
	streamScramble             // order of each column of scrambled rows
	streamProbe                // Hutchinson's probes, as codes
	streamNeighbour            // ε of the higher-order penalty, as codes
)

func stream(seed uint64, purpose, epoch int) kernels.Philox {
	return kernels.Philox{Seed: seed, Stream: uint64(purpose)<<48 | uint64(epoch)}
}

// shuffle permutes rows by Fisher and Yates' method. The random integers are the
// high halves of 64-bit products, so that step i always takes words 2i and 2i+1 of
// the stream and the permutation is the same on every machine.
func shuffle(r kernels.Philox, rows []int) {
	var words [512]uint32
	const perBlock = len(words) / 2
	for i := 0; i < len(rows)-1; i++ {
		if i%perBlock == 0 {
			r.Uint32s(words[:], uint64(2*i))
		}
		w := words[2*(i%perBlock):]
		left := uint64(len(rows) - i)
		high, _ := bits.Mul64(uint64(w[0])<<32|uint64(w[1]), left)
		j := i + int(high)
		rows[i], rows[j] = rows[j], rows[i]
	}
}

// Split returns the rows that Fit trains on and those that it holds out, of n
// rows, both ascending. It depends on its arguments alone. A fraction above 0
// holds out at least one row.
func Split(n int, fraction float64, seed uint64) (train, heldOut []int, err error) {
	if !(fraction >= 0 && fraction < 1) {
		return nil, nil, fmt.Errorf("held-out fraction %v: expected 0 ≤ fraction < 1", fraction)
	}
	if n < 1 {
		return nil, nil, fmt.Errorf("the data has no rows")
	}
	held := int(math.Round(float64(n) * fraction))
	if fraction > 0 {
		held = max(held, 1)
	}
	if held >= n {
		return nil, nil, fmt.Errorf("held-out fraction %v of %d rows leaves none to train on", fraction, n)
	}
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	if held > 0 {
		shuffle(stream(seed, streamSplit, 0), rows)
	}
	heldOut, train = rows[:held:held], rows[held:]
	slices.Sort(heldOut)
	slices.Sort(train)
	return train, heldOut, nil
}
