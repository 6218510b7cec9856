package stream

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// Shipping of logs stands still while the other side is away.
var Shipping = stage.Program{
	Name:  "sink-outage",
	About: "36 log writers that all wait to send for 9 s of every 20, while the sink is away; 30 more started during the first",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		lines := make(chan int, 16)
		go ship(lines)
		go func() {
			for n := range 66 {
				go writeLog(ctx, lines)
				if n >= 36 {
					stage.Pause(ctx, 300*time.Millisecond)
				}
			}
		}()
		return nil
	},
}

func writeLog(ctx context.Context, lines chan<- int) {
	for n := 0; stage.Pause(ctx, 250*time.Millisecond); n++ {
		lines <- n
	}
}

func ship(lines <-chan int) {
	began := time.Now()
	for range lines {
		if time.Since(began)%(20*time.Second) > 11*time.Second {
			time.Sleep(9 * time.Second)
		}
	}
}

// Simulation computes in rounds.
var Simulation = stage.Program{
	Name:  "parallel-rounds",
	About: "rounds of 16 goroutines that compute and are waited for; the first ready wait for the last at a barrier",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go simulate(ctx)
		return nil
	},
}

func simulate(ctx context.Context) {
	for ctx.Err() == nil {
		done := make(chan float64)
		for cell := range 16 {
			go func() { done <- settle(cell) }()
		}
		for range 16 {
			<-done
			time.Sleep(60 * time.Millisecond)
		}
	}
}

func settle(cell int) float64 {
	sum := 0.0
	for n := range 200_000 + cell*10_000 {
		sum += 1 / float64(1+n)
	}
	return sum
}
