// Package stream has services in which values flow from one goroutine to the next.
package stream

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// Ingest is limited by its slowest stage, so that everything before it waits to send.
var Ingest = stage.Program{
	Name:  "backpressure",
	About: "24 readers and 8 parsers that nearly always wait to send to a slow sink; whoever built the pipeline is gone",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		raw, parsed := make(chan int), make(chan int)
		for n := range 24 {
			go readPartition(ctx, n, raw)
		}
		for range 8 {
			go parse(ctx, raw, parsed)
		}
		go store(parsed)
		return nil
	},
}

func readPartition(ctx context.Context, n int, raw chan<- int) {
	for ctx.Err() == nil {
		raw <- n
	}
}

func parse(ctx context.Context, raw <-chan int, parsed chan<- int) {
	for ctx.Err() == nil {
		parsed <- <-raw
	}
}

// store takes what comes until the process ends: those before it have no other way to wait.
func store(parsed <-chan int) {
	for range parsed {
		time.Sleep(40 * time.Millisecond)
	}
}
