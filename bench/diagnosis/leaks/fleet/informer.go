package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "fleet-informer-lock-and-stop",
		Patterns:   []string{"receive-never-sent", "context-never-cancelled", "mutex-not-released"},
		Causes:     []string{".(*listener).pop", ".(*listener).add"},
		Places:     []catalog.Place{catalog.At(".(*listener).pop", "chan receive"), catalog.At(".(*listener).add", "mutex")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(6, 5*time.Second)
			workpool.FanOut(9, 500*time.Millisecond)
			pace.Requests(time.Second, func() {
				l := &listener{stop: make(chan struct{})}
				go l.pop()
				time.Sleep(10 * time.Millisecond)
				l.add("pod")
			})
		},
	})
}

type listener struct {
	mu      sync.Mutex
	pending []string
	stop    chan struct{}
}

// pop waits for the end with the lock held that add needs.
func (l *listener) pop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.pending) == 0 {
		<-l.stop
	}
}

func (l *listener) add(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = append(l.pending, name)
}
