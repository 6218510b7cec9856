package stream

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
		Name:     "stream-ack-lost",
		Patterns: []string{"receive-never-sent"},
		Causes:   []string{".(*sender).send"},
		Places:   []catalog.Place{catalog.At(".(*sender).send", "chan receive")},
		Start: func() {
			workpool.Pool(12, 25*time.Millisecond, 140*time.Millisecond)
			telemetry.Reporters(9, 450*time.Millisecond)
			pace.Requests(60*time.Millisecond, func() { outbox.send() })
		},
	})
}

var outbox = &sender{pending: map[int]chan struct{}{}}

type sender struct {
	mu      sync.Mutex
	last    int
	pending map[int]chan struct{}
}

// send waits for its acknowledgement; each sixteenth is lost.
func (s *sender) send() {
	ack := make(chan struct{})
	s.mu.Lock()
	s.last++
	id := s.last
	s.pending[id] = ack
	s.mu.Unlock()
	if id%16 != 0 {
		time.AfterFunc(40*time.Millisecond, func() {
			s.mu.Lock()
			delete(s.pending, id)
			s.mu.Unlock()
			close(ack)
		})
	}
	<-ack
}
