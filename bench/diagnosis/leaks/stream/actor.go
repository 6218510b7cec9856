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
		Name:     "stream-actor-has-quit",
		Patterns: []string{"send-blocked", "send-receiver-gone"},
		Causes:   []string{".(*offsets).get"},
		Places:   []catalog.Place{catalog.At(".(*offsets).get", "chan send")},
		Start: func() {
			workpool.Queue(9, 45*time.Millisecond)
			telemetry.Flusher(4, 900*time.Millisecond)
			go committed.serve(20)
			pace.Requests(150*time.Millisecond, func() { committed.get("topic") })
		},
	})
}

type question struct {
	topic  string
	answer chan int
}

var committed = &offsets{inbox: make(chan question)}

type offsets struct{ inbox chan question }

func (o *offsets) get(topic string) int {
	q := question{topic, make(chan int)}
	o.inbox <- q
	return <-q.answer
}

// serve answers so many questions, and then no more.
func (o *offsets) serve(n int) {
	for range n {
		q := <-o.inbox
		q.answer <- len(q.topic)
	}
}
