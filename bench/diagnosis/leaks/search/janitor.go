package search

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "search-janitor-frees-some",
		Patterns: []string{"receive-never-sent"},
		Causes:   []string{".(*waiters).wait"},
		Places:   []catalog.Place{catalog.At(".(*waiters).wait", "chan receive")},
		Start: func() {
			workpool.Pipeline(4, 40*time.Millisecond)
			telemetry.Subscribers(10, 100*time.Millisecond)
			pace.Requests(200*time.Millisecond, func() { segments.wait() })
			pace.Every(5*time.Second, segments.freeSome)
		},
	})
}

var segments waiters

type waiters struct {
	mu      sync.Mutex
	waiting []chan struct{}
}

func (w *waiters) wait() {
	woken := make(chan struct{})
	w.mu.Lock()
	w.waiting = append(w.waiting, woken)
	w.mu.Unlock()
	<-woken
}

// freeSome frees the ten that came last: of the others there are more and more.
func (w *waiters) freeSome() {
	w.mu.Lock()
	defer w.mu.Unlock()
	keep := max(len(w.waiting)-10, 0)
	for _, woken := range w.waiting[keep:] {
		close(woken)
	}
	w.waiting = w.waiting[:keep]
}
