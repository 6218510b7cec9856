package stream

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// Survey sends results to a collector that takes its time.
var Survey = stage.Program{
	Name:  "slow-collector",
	About: "60 senders with a result each, started by a function that is gone, wait for a collector that takes two a second",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		results := make(chan int)
		go collect(results)
		go func() {
			for ctx.Err() == nil {
				go ask(results)
				stage.Pause(ctx, 40*time.Second)
			}
		}()
		return nil
	},
}

func ask(results chan<- int) {
	for household := range 60 {
		go visit(household, results)
		time.Sleep(50 * time.Millisecond)
	}
}

func visit(household int, results chan<- int) {
	time.Sleep(time.Second)
	results <- household
}

func collect(results <-chan int) {
	for range results {
		time.Sleep(500 * time.Millisecond)
	}
}
