package fleet

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
		Name:     "fleet-bus-global-subscribers",
		Patterns: []string{"range-never-closed"},
		Causes:   []string{".(*agent).listen"},
		Places:   []catalog.Place{catalog.At(".(*agent).listen", "chan receive")},
		Start: func() {
			workpool.Pool(20, 30*time.Millisecond, 250*time.Millisecond)
			telemetry.Flusher(6, time.Second)
			pace.Requests(500*time.Millisecond, func() { (&agent{}).join(&bus) })
			pace.Every(300*time.Millisecond, func() { bus.send(1) })
		},
	})
}

var bus messageBus

type messageBus struct {
	mu    sync.Mutex
	lines []chan int
}

func (b *messageBus) send(message int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, line := range b.lines {
		select {
		case line <- message:
		default:
		}
	}
}

type agent struct{ heard int }

// join puts the line into the bus, from which nobody takes it out.
func (a *agent) join(b *messageBus) {
	line := make(chan int, 1)
	b.mu.Lock()
	b.lines = append(b.lines, line)
	b.mu.Unlock()
	go a.listen(line)
}

func (a *agent) listen(line <-chan int) {
	for message := range line {
		a.heard += message
	}
}
