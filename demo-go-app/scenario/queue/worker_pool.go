package queue

import (
	"context"
	"sync/atomic"

	"gorowatch.dev/demo-go-app/scenario"
)

// WorkerPool is healthy: eight workers that have nothing to do.
//
// It is here to look at: eight goroutines with the same stack in a channel receive, for as long as one likes, and
// nothing is wrong. When it is told to stop, it closes the channel, and the workers end.
var WorkerPool = scenario.Scenario{
	Name:   "worker-pool",
	Shows:  "healthy: eight workers wait for something to do",
	Starts: 1,
	Variants: []scenario.Variant{
		{Name: "healthy", Start: openPool, Stops: true, Leaves: []scenario.Group{
			{
				Family:   "chan receive",
				Function: "gorowatch.dev/demo-go-app/scenario/queue.(*Pool).work",
				PerStart: 8,
			},
			{
				Family:   "chan receive",
				Function: "gorowatch.dev/demo-go-app/scenario/queue.(*Pool).run",
				PerStart: 1,
			},
		}},
	},
}

// Pool is a fixed number of workers.
type Pool struct {
	jobs chan func()
	done atomic.Int64
}

func (p *Pool) run(ctx context.Context) {
	for range 8 {
		go p.work()
	}
	<-ctx.Done()
	close(p.jobs)
}

func (p *Pool) work() {
	for job := range p.jobs {
		job()
		p.done.Add(1)
	}
}

func openPool(ctx context.Context) error {
	(&Pool{jobs: make(chan func())}).run(ctx)
	return nil
}
