package search

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/traffic"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "search-leak-beside-warm-up",
		Patterns:   []string{"select-no-exit"},
		Causes:     []string{".(*cursor).run"},
		Places:     []catalog.Place{catalog.At(".(*cursor).run", "select")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(14, 10*time.Second)
			telemetry.Flusher(4, time.Second)
			go scaleUp(12, 700*time.Millisecond)
			pace.Requests(600*time.Millisecond, func() { openCursor().next <- struct{}{} })
		},
	})
}

// scaleUp adds workers until there are enough: healthy.
func scaleUp(enough int, each time.Duration) {
	jobs := make(chan int)
	for range enough {
		go func() {
			for range jobs {
				time.Sleep(each / 20)
			}
		}()
		time.Sleep(each)
	}
	for n := 0; ; n++ {
		jobs <- n
		time.Sleep(each / 10)
	}
}

type cursor struct {
	next, closed chan struct{}
	at           int
}

func openCursor() *cursor {
	c := &cursor{next: make(chan struct{}), closed: make(chan struct{})}
	go c.run()
	return c
}

// run ends when the cursor is closed, which nobody does.
func (c *cursor) run() {
	for {
		select {
		case <-c.next:
			c.at++
		case <-c.closed:
			return
		}
	}
}
