package service

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/workpool"
	"net/http"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "service-broker-deliver",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".(*subscription[...]).deliver"},
		Places:     []catalog.Place{catalog.At(".(*subscription[...]).deliver", "chan send")},
		ProvenByGC: true,
		Start: func() {
			workpool.Contention(6, 7*time.Millisecond)
			t := &topic[int]{subscriptions: map[*subscription[int]]struct{}{}}
			n := 0
			pace.Every(4*time.Millisecond, func() { n++; t.publish(n) })
			visitors(350*time.Millisecond, func(w http.ResponseWriter, r *http.Request) { next(t, w) })
		},
	})
}

type topic[T any] struct {
	mu            sync.RWMutex
	subscriptions map[*subscription[T]]struct{}
}

type subscription[T any] struct {
	mu      sync.Mutex
	changed *sync.Cond
	waiting []T
	over    bool
	out     chan T
}

func (t *topic[T]) subscribe() *subscription[T] {
	s := &subscription[T]{out: make(chan T)}
	s.changed = sync.NewCond(&s.mu)
	t.mu.Lock()
	t.subscriptions[s] = struct{}{}
	t.mu.Unlock()
	go s.deliver()
	return s
}

func (t *topic[T]) unsubscribe(s *subscription[T]) {
	t.mu.Lock()
	delete(t.subscriptions, s)
	t.mu.Unlock()
	s.mu.Lock()
	s.over = true
	s.mu.Unlock()
	s.changed.Broadcast()
}

func (t *topic[T]) publish(value T) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for s := range t.subscriptions {
		s.mu.Lock()
		s.waiting = append(s.waiting, value)
		s.mu.Unlock()
		s.changed.Signal()
	}
}

func (s *subscription[T]) next() (value T, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.waiting) == 0 && !s.over {
		s.changed.Wait()
	}
	if s.over {
		return value, false
	}
	value, s.waiting = s.waiting[0], s.waiting[1:]
	return value, true
}

// deliver does not see that the subscription is over while it sends.
func (s *subscription[T]) deliver() {
	for {
		value, ok := s.next()
		if !ok {
			return
		}
		s.out <- value
	}
}

// next answers with the first number that is a multiple of 120, or with nothing when it takes too long.
func next(t *topic[int], w http.ResponseWriter) {
	s := t.subscribe()
	defer t.unsubscribe(s)
	tooLate := time.After(700 * time.Millisecond)
	for {
		select {
		case n := <-s.out:
			time.Sleep(5 * time.Millisecond)
			if n%120 == 0 {
				return
			}
		case <-tooLate:
			w.WriteHeader(http.StatusNoContent)
			return
		}
	}
}
