package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/traffic"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "fleet-broadcast-to-the-gone",
		Patterns: []string{"send-receiver-gone", "send-blocked"},
		Causes:   []string{".(*broadcaster).publish.func1"},
		Places:   []catalog.Place{catalog.At(".(*broadcaster).publish.func1", "chan send")},
		Start: func() {
			traffic.HTTP(13, 9*time.Second)
			telemetry.Subscribers(10, 110*time.Millisecond)
			for range 3 {
				events.subscribe(4)
			}
			pace.Every(time.Second, func() { events.publish("changed") })
		},
	})
}

var events = &broadcaster{}

type broadcaster struct{ subscribers []chan string }

// subscribe reads so many events, and does not say when it leaves.
func (b *broadcaster) subscribe(n int) {
	events := make(chan string)
	b.subscribers = append(b.subscribers, events)
	go func() {
		for range n {
			<-events
		}
	}()
}

func (b *broadcaster) publish(event string) {
	for _, subscriber := range b.subscribers {
		go func() { subscriber <- event }()
	}
}
