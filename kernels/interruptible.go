package kernels

// interruptible is where the runtime can stop a loop of assembly calls. It
// must be called between them: such a loop has no other place, since calls of
// assembly check nothing and the runtime's signals, which it sends every
// 100 µs, nearly always find assembly. A 1 GiB vector then holds up a
// collection, and with it every goroutine, from beginning to end (make pauses).
//
// A function checks for it at its start if it calls another.
//
//go:noinline
func interruptible() { between() }

// between is a variable for a test that counts the calls, and is as fast as a
// function that is not inlined.
var between = func() {}
