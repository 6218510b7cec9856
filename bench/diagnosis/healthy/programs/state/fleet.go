package state

import (
	"context"
	"fmt"
	"runtime/pprof"
	"time"

	"healthy.example/programs/stage"
)

// Fleet is large and mostly quiet.
var Fleet = stage.Program{
	Name:  "thousands-parked",
	About: "4,000 quiet vehicles that wait for orders, and trips of 1 to 4 s by a few of them at a time",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		vehicles := make([]chan time.Duration, 4000)
		for n := range vehicles {
			vehicles[n] = make(chan time.Duration, 1)
			go drive(ctx, vehicles[n])
		}
		go stage.Arrivals(ctx, 30*time.Millisecond, func(_ context.Context, n int) {
			vehicles[n*7%len(vehicles)] <- time.Duration(1+n%4) * time.Second
		})
		return nil
	},
}

func drive(ctx context.Context, orders <-chan time.Duration) {
	for {
		select {
		case trip := <-orders:
			stage.Pause(ctx, trip)
		case <-ctx.Done():
			return
		}
	}
}

// Queries carry labels, as profilers ask for.
var Queries = stage.Program{
	Name:  "labelled-requests",
	About: "queries of 1 to 9 s with pprof labels: one of 12 tenants, and a number of their own",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go stage.Arrivals(ctx, 120*time.Millisecond, func(ctx context.Context, n int) {
			labels := pprof.Labels("tenant", fmt.Sprint("t", n%12), "query", fmt.Sprint(n))
			pprof.Do(ctx, labels, func(ctx context.Context) { query(ctx, n) })
		})
		return nil
	},
}

func query(ctx context.Context, n int) {
	rows := make(chan int)
	go func() {
		defer close(rows)
		for row := range 2 + n%16 {
			stage.Pause(ctx, 500*time.Millisecond)
			rows <- row
		}
	}()
	for range rows {
	}
}

// Images keep the garbage collector busy.
var Images = stage.Program{
	Name:  "allocation-heavy",
	About: "8 decoders that allocate all the time, so that the collector's own goroutines come and go",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		for range 8 {
			go decodeImages(ctx)
		}
		return nil
	},
}

func decodeImages(ctx context.Context) {
	var kept [][]byte
	for stage.Pause(ctx, 10*time.Millisecond) {
		for range 16 {
			kept = append(kept, make([]byte, 64<<10))
		}
		if len(kept) > 400 {
			kept = nil
		}
	}
}

// Parked leaves main in an empty select for good.
var Parked = stage.Program{
	Name:  "main-parked",
	About: "main waits in select{}, as many a server's does, while requests of 2 s come and go",
	Parks: true,
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go stage.Arrivals(ctx, 100*time.Millisecond, func(ctx context.Context, _ int) { stage.Pause(ctx, 2*time.Second) })
		return nil
	},
}
