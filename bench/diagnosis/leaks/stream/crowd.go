package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "stream-few-in-a-crowd",
		Patterns:   []string{"receive-never-sent"},
		Causes:     []string{".(*fetch).wait"},
		Places:     []catalog.Place{catalog.At(".(*fetch).wait", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			telemetry.Flusher(3, time.Second)
			n := 0
			pace.Every(5*time.Millisecond, func() {
				n++
				f := &fetch{ready: make(chan struct{})}
				go f.wait()
				if n%400 != 0 {
					time.AfterFunc(time.Duration(200+100*(n/200%5))*time.Millisecond, func() { close(f.ready) })
				}
			})
		},
	})
}

type fetch struct{ ready chan struct{} }

// wait is woken for nearly all: one in four hundred is forgotten.
func (f *fetch) wait() {
	<-f.ready
}
