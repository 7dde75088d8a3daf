package nn

import "github.com/lamina-go/lamina/kernels"

// Dense is the layer Y = act(X·W + b). X is B×In, Y is B×Out and W is stored
// In × Out, so that a row's result does not depend on the batch that it came in.
//
// A tied layer has no weights of its own: it uses the transpose of another
// layer's, Y = act(X·Wᵀ + b) with W stored Out × In, and adds its gradient to that
// layer's gradient. Its bias is its own.
//
// A Dense holds places in a buffer, not numbers. Its methods take the parameter
// buffer p and the gradient buffer g, both of the Layout's size.
type Dense[T kernels.Float] struct {
	In, Out int
	W, B    Slot
	Tied    bool // W is Out×In and belongs to another layer
	Act     Activation[T]
}

// AddDense adds a layer's tensors NAME.weight (in × out) and NAME.bias to the
// layout and returns the layer.
func AddDense[T kernels.Float](l *Layout, name string, in, out int, act Activation[T]) Dense[T] {
	return Dense[T]{In: in, Out: out, Act: act,
		W: l.Add(name+".weight", in, out),
		B: l.Add(name+".bias", 1, out)}
}

// AddTied adds a layer that goes the opposite way through the weights of of. Only
// NAME.bias is added to the layout.
func AddTied[T kernels.Float](l *Layout, name string, of Dense[T], act Activation[T]) Dense[T] {
	return Dense[T]{In: of.Out, Out: of.In, Act: act, Tied: true,
		W: of.W,
		B: l.Add(name+".bias", 1, of.In)}
}

// Init fills the layer's weights as its activation asks and sets its bias to
// zero. A tied layer leaves the weights to their owner. The value of a parameter
// depends on r and on its place in the buffer alone.
func (d Dense[T]) Init(p []T, r kernels.Philox) {
	clear(Vec(p, d.B))
	if !d.Tied {
		d.Act.Init(r, uint64(d.W.Offset), Vec(p, d.W), d.In, d.Out)
	}
}

// Forward computes y = act(x·W + b). x is B×In, y is B×Out.
func (d Dense[T]) Forward(p []T, x, y kernels.Matrix[T]) {
	kernels.GemmBias(false, d.Tied, 1, x, Mat(p, d.W), Vec(p, d.B), d.Act.fused, y)
	if d.Act.fused == kernels.ActIdentity {
		d.Act.share(y, y, false)
	}
}

// ForwardKeep is Forward, and where Act.FromInput says that derivatives are taken from
// the pre-activation, it keeps that in a, B×Out. Otherwise a is not looked at. It
// returns what derivatives are taken from: a or y.
func (d Dense[T]) ForwardKeep(p []T, x, a, y kernels.Matrix[T]) kernels.Matrix[T] {
	if !d.Act.FromInput {
		d.Forward(p, x, y)
		return y
	}
	kernels.GemmBias(false, d.Tied, 1, x, Mat(p, d.W), Vec(p, d.B), kernels.ActIdentity, a)
	d.Act.share(y, a, false)
	return a
}

// ForwardKeepSerial is ForwardKeep in the calling goroutine alone, for parts of a
// kernels.Task.
func (d Dense[T]) ForwardKeepSerial(p []T, x, a, y kernels.Matrix[T]) kernels.Matrix[T] {
	if !d.Act.FromInput {
		a = y
	}
	kernels.GemmBiasSerial(false, d.Tied, 1, x, Mat(p, d.W), Vec(p, d.B), d.Act.fused, a)
	if d.Act.fused == kernels.ActIdentity {
		d.Act.apply(y, a)
	}
	return a
}

// Backward takes dy, the gradient with respect to the output (B×Out), and
// replaces it by the gradient with respect to the pre-activation, from v, which
// ForwardKeep returned: the output y, or the pre-activation. It adds the
// parameters' gradients to g, and writes the gradient with respect to the input x
// to dx (B×In), unless dx has no rows: the first layer needs none. It is
// BackwardAct, BackwardParams and BackwardInput in turn.
func (d Dense[T]) Backward(p, g []T, x, v, dy, dx kernels.Matrix[T]) {
	d.BackwardAct(v, dy)
	d.BackwardParams(g, x, dy)
	if dx.Rows > 0 {
		d.BackwardInput(p, 0, dy, dx)
	}
}

// BackwardAct replaces dy, the gradient with respect to the output, by da, that with
// respect to the pre-activation, from v as ForwardKeep returned it. All are B×Out.
func (d Dense[T]) BackwardAct(v, dy kernels.Matrix[T]) { d.Act.share(dy, v, true) }

// BackwardActSerial is BackwardAct in the calling goroutine alone, for parts of a
// kernels.Task.
func (d Dense[T]) BackwardActSerial(v, dy kernels.Matrix[T]) { d.Act.backprop(dy, v) }

// BackwardParams adds the parameters' gradients to g, from the input x (B×In) and
// the gradient da with respect to the pre-activation (B×Out).
func (d Dense[T]) BackwardParams(g []T, x, da kernels.Matrix[T]) {
	if d.Tied {
		kernels.Gemm(true, false, 1, da, x, 1, Mat(g, d.W)) // dW += daᵀ·x, Out×In
	} else {
		kernels.Gemm(true, false, 1, x, da, 1, Mat(g, d.W)) // dW += xᵀ·da, In×Out
	}
	kernels.ColSums(Vec(g, d.B), da)
}

// BackwardInput sets dx (B×In) to beta·dx plus the gradient with respect to the
// input, from da with respect to the pre-activation (B×Out).
func (d Dense[T]) BackwardInput(p []T, beta T, da, dx kernels.Matrix[T]) {
	kernels.Gemm(false, !d.Tied, 1, da, Mat(p, d.W), beta, dx)
}
