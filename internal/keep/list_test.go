package keep

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// What is put back is found again, after garbage collections too.
func TestListKeeps(t *testing.T) {
	var l List[int]
	if l.Get() != nil {
		t.Fatal("an empty list has something")
	}
	a, b := new(int), new(int)
	l.Put(a)
	l.Put(b)
	runtime.GC()
	runtime.GC()
	x, y := l.Get(), l.Get()
	if !(x == a && y == b || x == b && y == a) {
		t.Errorf("got %p and %p, put %p and %p", x, y, a, b)
	}
	if l.Get() != nil {
		t.Error("the list has one twice")
	}
}

// It keeps no more than it says.
func TestListIsBounded(t *testing.T) {
	var l List[int]
	most := max(Least, 2*runtime.GOMAXPROCS(0))
	for range 3 * most {
		l.Put(new(int))
	}
	n := 0
	for l.Get() != nil {
		n++
	}
	if n != most {
		t.Errorf("kept %d, want %d", n, most)
	}
}

// Nothing has two users at once.
func TestListFromManyGoroutines(t *testing.T) {
	type item struct{ users atomic.Int32 }
	var l List[item]
	var wait sync.WaitGroup
	for range 32 {
		wait.Go(func() {
			for range 2000 {
				p := l.Get()
				if p == nil {
					p = new(item)
				}
				if p.users.Add(1) != 1 {
					t.Error("two users at once")
				}
				runtime.Gosched()
				p.users.Add(-1)
				l.Put(p)
			}
		})
	}
	wait.Wait()
}
