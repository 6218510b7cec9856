// Package state has services that keep a goroutine for each thing they look after.
package state

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// Tenants each get a batcher when first heard of.
var Tenants = stage.Program{
	Name:  "tenant-batchers",
	About: "a batcher with a ticker for each tenant, started when first heard of; 30 tenants within 15 s, then no more",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		r := &registry{batchers: map[int]*batcher{}}
		go r.route(ctx)
		return nil
	},
}

const tenants = 30

type registry struct{ batchers map[int]*batcher }

func (r *registry) route(ctx context.Context) {
	for event := 0; stage.Pause(ctx, 20*time.Millisecond); event++ {
		known := min(tenants, 1+event/25)
		r.batcherOf(ctx, event%known).add(ctx, event)
	}
}

func (r *registry) batcherOf(ctx context.Context, tenant int) *batcher {
	if r.batchers[tenant] == nil {
		b := &batcher{events: make(chan int, 8)}
		r.batchers[tenant] = b
		started := make(chan struct{})
		go func() {
			go b.run(ctx)
			close(started)
		}()
		<-started
	}
	return r.batchers[tenant]
}

type batcher struct {
	events  chan int
	pending []int
}

func (b *batcher) add(ctx context.Context, event int) {
	select {
	case b.events <- event:
	case <-ctx.Done():
	}
}

func (b *batcher) run(ctx context.Context) {
	flush := time.NewTicker(2 * time.Second)
	defer flush.Stop()
	for {
		select {
		case event := <-b.events:
			b.pending = append(b.pending, event)
		case <-flush.C:
			b.pending = b.pending[:0]
		case <-ctx.Done():
			return
		}
	}
}
