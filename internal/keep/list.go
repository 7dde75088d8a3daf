// Package keep has lists of what is used again, such as scratch memory.
package keep

import (
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A List keeps what goroutines use for a moment and put back. Unlike a sync.Pool's, what
// it keeps stays when the garbage collector runs, so that a steady state allocates nothing.
// In exchange it keeps a bounded number and drops the rest: twice GOMAXPROCS as it was at
// first, and no less than Least. The zero List is empty.
//
// A goroutine finds what it put back itself, mostly, which is in its core's cache.
type List[T any] struct {
	once  sync.Once
	slots []slot[T]
}

// Least is how many a List keeps on any machine.
const Least = 8

// A slot has a cache line of its own.
type slot[T any] struct {
	p atomic.Pointer[T]
	_ [64 - unsafe.Sizeof(uintptr(0))]byte
}

// Of is the one of two lists, of32 and of64, that is of T.
func Of[T any](of32, of64 any) *List[T] {
	if l, ok := of32.(*List[T]); ok {
		return l
	}
	return of64.(*List[T])
}

func (l *List[T]) all() []slot[T] {
	l.once.Do(func() { l.slots = make([]slot[T], max(Least, 2*runtime.GOMAXPROCS(0))) })
	return l.slots
}

// Get takes one that is free, nil if there is none.
func (l *List[T]) Get() *T {
	slots := l.all()
	at := here(len(slots))
	for range slots {
		if p := slots[at].p.Load(); p != nil && slots[at].p.CompareAndSwap(p, nil) {
			return p
		}
		if at++; at == len(slots) {
			at = 0
		}
	}
	return nil
}

// Put makes p free. The caller forgets it.
func (l *List[T]) Put(p *T) {
	slots := l.all()
	at := here(len(slots))
	for range slots {
		if slots[at].p.Load() == nil && slots[at].p.CompareAndSwap(nil, p) {
			return
		}
		if at++; at == len(slots) {
			at = 0
		}
	}
}

// here is one of n places, mostly the same one for the same goroutine and another for
// others: where its stack is tells them apart.
func here(n int) int {
	var x byte
	h := uint32(uintptr(unsafe.Pointer(&x))>>13) * 0x9E3779B1
	return int(uint64(h) * uint64(n) >> 32)
}
