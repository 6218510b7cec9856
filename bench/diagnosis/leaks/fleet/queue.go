package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "fleet-queue-no-shutdown",
		Patterns:   []string{"select-no-exit"},
		Causes:     []string{".(*workqueue[...]).dispatch"},
		Places:     []catalog.Place{catalog.At(".(*workqueue[...]).dispatch", "select")},
		ProvenByGC: true,
		Start: func() {
			traffic.Sessions(11, 5*time.Second)
			workpool.Pipeline(4, 60*time.Millisecond)
			pace.Requests(400*time.Millisecond, func() {
				q := newQueue[string]()
				q.in <- "pod"
			})
		},
	})
}

type workqueue[T any] struct {
	in   chan T
	slow chan T
	done []T
}

func newQueue[T any]() *workqueue[T] {
	q := &workqueue[T]{in: make(chan T), slow: make(chan T)}
	go q.dispatch()
	return q
}

// dispatch has no way to end.
func (q *workqueue[T]) dispatch() {
	for {
		select {
		case item := <-q.in:
			q.done = append(q.done, item)
		case item := <-q.slow:
			q.done = append(q.done, item)
		}
	}
}
