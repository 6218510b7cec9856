package jobs

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"healthy.example/programs/stage"
)

// FanOut asks all shards at once, through errgroups with a limit.
var FanOut = stage.Program{
	Name:  "errgroup-fanout",
	About: "searches that ask 20 shards each, 8 at a time; some shards fail and cancel the rest",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go stage.Arrivals(ctx, 120*time.Millisecond, func(ctx context.Context, n int) { search(ctx, n) })
		return nil
	},
}

func search(ctx context.Context, query int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	for shard := range 20 {
		group.Go(func() error { return askShard(ctx, query, shard) })
	}
	return group.Wait()
}

func askShard(ctx context.Context, query, shard int) error {
	if !stage.Pause(ctx, time.Duration(100+(query*7+shard*13)%400)*time.Millisecond) {
		return ctx.Err()
	}
	if query%11 == 0 && shard == 9 {
		return context.DeadlineExceeded
	}
	return nil
}

// Exports are limited by weight.
var Exports = stage.Program{
	Name:  "weighted-semaphore",
	About: "exports that wait for their share of a weighted semaphore; a rush of 60 every 15 s, worked off in 10",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		memory := semaphore.NewWeighted(16)
		go func() {
			for ctx.Err() == nil {
				for n := range 60 {
					go export(ctx, memory, int64(1+n%4))
				}
				stage.Pause(ctx, 15*time.Second)
			}
		}()
		return nil
	},
}

func export(ctx context.Context, memory *semaphore.Weighted, weight int64) {
	if memory.Acquire(ctx, weight) != nil {
		return
	}
	defer memory.Release(weight)
	stage.Pause(ctx, time.Second)
}
