package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/traffic"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "stream-debounce",
		Patterns:   []string{"select-no-exit"},
		Causes:     []string{".debounce[...].func1"},
		Places:     []catalog.Place{catalog.At(".debounce[...].func1", "select")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(15, 9*time.Second)
			telemetry.Cron(7, 1200*time.Millisecond)
			pace.Requests(450*time.Millisecond, func() {
				notify, _ := debounce[int](100 * time.Millisecond)
				notify <- 1
			})
		},
	})
}

// debounce has no end: the channel is never closed, and the timer is not running most of the time.
func debounce[T any](wait time.Duration) (chan<- T, <-chan T) {
	in, out := make(chan T), make(chan T, 1)
	go func() {
		var last T
		var due <-chan time.Time
		for {
			select {
			case last = <-in:
				due = time.After(wait)
			case <-due:
				due = nil
				out <- last
			}
		}
	}()
	return in, out
}
