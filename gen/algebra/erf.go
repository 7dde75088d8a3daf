package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The coefficients are those of kernels/erf.go.
var (
	erfNear32 = []float64{-0x1.38ep-11, 0x1.471a58p-8, -0x1.b691b2p-6, 0x1.ce1c44p-4, -0x1.8127p-2, 0x1.06eba8p-3}
	erfNear64 = []float64{-0x1.0aaf4b4e449f9p-35, 0x1.2277b3f406afep-32, -0x1.e14f8c940148ep-30, 0x1.0e6006693055ep-26,
		-0x1.61c337f1e1baap-23, 0x1.ba20dbaf3113bp-20, -0x1.f4d6525e15efbp-17, 0x1.f9a35712a471ap-14,
		-0x1.c02db59032de9p-11, 0x1.565bcd1705b93p-8, -0x1.b82ce312c3fa7p-6, 0x1.ce2f21a043a4cp-4,
		-0x1.812746b037a01p-2, 0x1.06eba8214db69p-3}
	erfFar32 = []float64{-0x1.22p-16, 0x1.91cfb2p-12, -0x1.fd1438p-9, 0x1.8d6342p-6, -0x1.b55cb8p-4, -0x1.450aap-1, -0x1.20f3a2p+0, 0}
	erfFar64 = []float64{0x1.28861f25c5bf9p-40, -0x1.6678ad3fe1995p-37, 0x1.48d113350702cp-35, -0x1.76e21cd360b29p-35, -0x1.2e027b6bcc9f5p-32, 0x1.5ccb47fba68dp-29, -0x1.df4e5bcec3a2dp-27, 0x1.f07e40b5ec6d8p-25, -0x1.73f507f0b3c02p-23, 0x1.b5506316f1076p-23, 0x1.0604e325012dbp-19, -0x1.5b6571d3d23fbp-16, 0x1.1bc3a55c0d894p-13, -0x1.7ffcfb4a37956p-11, 0x1.d406b374f658ep-9, -0x1.0dc3b5fb083bbp-6, -0x1.d8f5dece9241ap-1, -0x1.1ac3258a8dc31p+2, -0x1.575b329b1f516p+2}
)

// Erf is x + x·P(x²) near 0 and ±(1 − e^L(|x|)) elsewhere. The squares of the
// bounds are exact, and those of the next numbers round to greater ones.
func Erf(b *ir.Builder, x *ir.Value) *ir.Value {
	one, sq := b.Const(1), b.Mul(x, x)
	near := b.FMA(b.Horner(sq, consts(b, erfNear32, erfNear64)...), x, x)
	c := b.MinAbs(x, b.Float(4, 6))
	if b.Bits() == 64 {
		c = b.Sub(c, b.Const(2))
	}
	t, _, r := reduce(b, b.Horner(c, consts(b, erfFar32, erfFar64)...))
	y := b.FNMA(pow2(b, t), b.Horner(r, consts(b, exp32, exp64)...), one)
	return b.Select(b.Greater(sq, b.Float(475./512*475/512, 1)), b.CopySign(y, x), near)
}
