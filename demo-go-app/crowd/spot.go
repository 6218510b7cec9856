package crowd

import (
	"maps"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// spot is a place to wait in. Every visitor has one of its own.
type spot interface {
	wait()
	// release lets the visitor go; it returns without waiting for that.
	release()
}

var spots = map[string]func() (spot, error){
	"chan-receive": func() (spot, error) { return &receiver{gate: make(chan struct{})}, nil },
	"chan-send":    func() (spot, error) { return &sender{gate: make(chan struct{})}, nil },
	"select":       func() (spot, error) { return &chooser{make(chan struct{}), make(chan struct{})}, nil },
	"sleep":        func() (spot, error) { return &sleeper{}, nil },
	"mutex":        newLocker,
	"cond":         newListener,
	"waitgroup":    newCompanion,
	"io-wait":      newReader,
}

// Kinds lists the ways to wait.
func Kinds() []string { return slices.Sorted(maps.Keys(spots)) }

type receiver struct{ gate chan struct{} }

func (r *receiver) wait()    { <-r.gate }
func (r *receiver) release() { close(r.gate) }

type sender struct{ gate chan struct{} }

func (s *sender) wait() { s.gate <- struct{}{} }

// release takes what the sender sends, and waits for that in a goroutine if the sender has yet to arrive.
func (s *sender) release() {
	select {
	case <-s.gate:
	default:
		go func() { <-s.gate }()
	}
}

type chooser struct{ gate, never chan struct{} }

func (c *chooser) wait() {
	select {
	case <-c.gate:
	case <-c.never:
	}
}
func (c *chooser) release() { close(c.gate) }

// nap is how long a sleeper sleeps at a time: nothing can wake it up earlier.
const nap = 30 * time.Second

type sleeper struct{ rested atomic.Bool }

func (s *sleeper) wait() {
	for !s.rested.Load() {
		time.Sleep(nap)
	}
}
func (s *sleeper) release() { s.rested.Store(true) }

type locker struct{ mu sync.Mutex }

func newLocker() (spot, error) {
	l := &locker{}
	l.mu.Lock()
	return l, nil
}

func (l *locker) wait() {
	l.mu.Lock()
	defer l.mu.Unlock()
}
func (l *locker) release() { l.mu.Unlock() }

type listener struct {
	cond *sync.Cond
	over bool
}

func newListener() (spot, error) { return &listener{cond: sync.NewCond(new(sync.Mutex))}, nil }

func (l *listener) wait() {
	l.cond.L.Lock()
	defer l.cond.L.Unlock()
	for !l.over {
		l.cond.Wait()
	}
}

func (l *listener) release() {
	l.cond.L.Lock()
	defer l.cond.L.Unlock()
	l.over = true
	l.cond.Broadcast()
}

type companion struct{ wg sync.WaitGroup }

func newCompanion() (spot, error) {
	c := &companion{}
	c.wg.Add(1)
	return c, nil
}

func (c *companion) wait()    { c.wg.Wait() }
func (c *companion) release() { c.wg.Done() }

type reader struct{ in, out *os.File }

func newReader() (spot, error) {
	in, out, err := os.Pipe()
	return &reader{in, out}, err
}

func (r *reader) wait() {
	r.in.Read(make([]byte, 1))
	r.in.Close()
}
func (r *reader) release() { r.out.Close() }
