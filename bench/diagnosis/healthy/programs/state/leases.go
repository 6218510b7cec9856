package state

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// Leases are renewed for as long as the work they guard goes on.
var Leases = stage.Program{
	Name:  "lease-renewals",
	About: "work of 5 to 25 s, each with a goroutine that renews its lease and one that reports progress",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go stage.Arrivals(ctx, 600*time.Millisecond, convertVideo)
		return nil
	},
}

func convertVideo(ctx context.Context, n int) {
	ctx, done := context.WithTimeout(ctx, time.Duration(5+n*7%20)*time.Second)
	defer done()
	progress := make(chan int)
	go renew(ctx)
	go reportProgress(progress)
	defer close(progress)
	for part := 0; stage.Pause(ctx, 400*time.Millisecond); part++ {
		progress <- part
	}
}

func renew(ctx context.Context) {
	for stage.Pause(ctx, 2*time.Second) {
	}
}

func reportProgress(progress <-chan int) {
	for range progress {
	}
}
