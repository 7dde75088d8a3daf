package algebra

import "github.com/lamina-go/lamina/gen/ir"

// Add, Sub and Mul are x + y, x − y and x · y.
func Add(b *ir.Builder, x, y *ir.Value) *ir.Value { return b.Add(x, y) }
func Sub(b *ir.Builder, x, y *ir.Value) *ir.Value { return b.Sub(x, y) }
func Mul(b *ir.Builder, x, y *ir.Value) *ir.Value { return b.Mul(x, y) }

// Scale is dst[i] = alpha · x[i].
func Scale(b *ir.Builder) { b.Store(0, b.Mul(b.Scalar(0), b.Input(1))) }

// Axpy is y[i] = fma(alpha, x[i], y[i]).
func Axpy(b *ir.Builder) { b.Store(0, b.FMA(b.Scalar(0), b.Input(1), b.Input(0))) }

// AddSquares is y[i] = fma(x[i], x[i], y[i]).
func AddSquares(b *ir.Builder) { b.Store(0, b.FMA(b.Input(1), b.Input(1), b.Input(0))) }
