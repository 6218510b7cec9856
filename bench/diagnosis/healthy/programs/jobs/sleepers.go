package jobs

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// Scheduler has a sleeper for each appointment, all made at the start.
var Scheduler = stage.Program{
	Name:  "scheduler-sleepers",
	About: "200 appointments that sleep until they are due, all made at the start; those that are due make the next",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		for n := range 200 {
			go keepAppointment(ctx, time.Duration(n)*3*time.Second)
		}
		return nil
	},
}

func keepAppointment(ctx context.Context, in time.Duration) {
	for ctx.Err() == nil {
		time.Sleep(in)
		in = 10 * time.Minute
	}
}

// Polls wait for a while between two looks, with time.After.
var Polls = stage.Program{
	Name:  "time-after-pollers",
	About: "40 pollers, started one after the other within 6 s, that wait with time.After or for the end",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go func() {
			for n := range 40 {
				go watchFeed(ctx, n)
				stage.Pause(ctx, 150*time.Millisecond)
			}
		}()
		return nil
	},
}

func watchFeed(ctx context.Context, n int) {
	every := time.Second + time.Duration(n)*50*time.Millisecond
	for {
		select {
		case <-time.After(every):
			lookAt(n)
		case <-ctx.Done():
			return
		}
	}
}

func lookAt(int) { time.Sleep(3 * time.Millisecond) }
