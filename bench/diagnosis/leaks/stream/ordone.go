package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "stream-done-not-closed",
		Patterns:   []string{"select-no-exit", "send-receiver-gone", "send-blocked"},
		Causes:     []string{".(*subscription).deliver"},
		Places:     []catalog.Place{catalog.At(".(*subscription).deliver", "select")},
		ProvenByGC: true,
		Start: func() {
			workpool.Churn(55, 220*time.Millisecond)
			telemetry.Subscribers(25, 70*time.Millisecond)
			pace.Requests(700*time.Millisecond, func() { take(subscribe(), 3) })
		},
	})
}

type subscription struct {
	messages chan int
	done     chan struct{}
}

func subscribe() *subscription {
	s := &subscription{messages: make(chan int), done: make(chan struct{})}
	go s.deliver()
	return s
}

func (s *subscription) deliver() {
	for i := 0; ; i++ {
		select {
		case s.messages <- i:
		case <-s.done:
			return
		}
	}
}

// take does not close the subscription.
func take(s *subscription, n int) {
	for range n {
		<-s.messages
	}
}
