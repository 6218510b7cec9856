package service

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"sync/atomic"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "service-dispatcher-replaced",
		Patterns: []string{"select-no-exit", "receive-never-sent"},
		Causes:   []string{".(*worker).run", ".(*dispatcher).run"},
		Places: []catalog.Place{
			catalog.At(".(*worker).run", "select"),
			catalog.At(".(*dispatcher).run", "chan receive"),
		},
		ProvenByGC: true,
		Start: func() {
			telemetry.Reporters(6, 400*time.Millisecond)
			var current atomic.Pointer[dispatcher]
			current.Store(newDispatcher(4))
			pace.Every(2500*time.Millisecond, func() { current.Store(newDispatcher(4)) })
			pace.Every(90*time.Millisecond, func() { current.Load().jobs <- upTo(80 * time.Millisecond) })
		},
	})
}

type worker struct {
	free chan<- *worker
	jobs chan time.Duration
	quit chan struct{}
}

func (w *worker) run() {
	for {
		w.free <- w
		select {
		case job := <-w.jobs:
			time.Sleep(job)
		case <-w.quit:
			return
		}
	}
}

type dispatcher struct {
	free chan *worker
	jobs chan time.Duration
}

// newDispatcher replaces one that nobody stops.
func newDispatcher(workers int) *dispatcher {
	d := &dispatcher{make(chan *worker, workers), make(chan time.Duration, 16)}
	for range workers {
		go (&worker{d.free, make(chan time.Duration), make(chan struct{})}).run()
	}
	go d.run()
	return d
}

func (d *dispatcher) run() {
	for job := range d.jobs {
		(<-d.free).jobs <- job
	}
}
