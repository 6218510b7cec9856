package pool

import (
	"context"
	"time"

	"golang.org/x/time/rate"

	"healthy.example/programs/stage"
)

// Slots limits what runs at once by the room in a channel.
var Slots = stage.Program{
	Name:  "channel-semaphore",
	About: "goroutines started for each order wait to send into a channel of 10 slots: rushes of 80 every 10 s, gone in 8",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		k := &kitchen{slots: make(chan struct{}, 10)}
		go func() {
			for ctx.Err() == nil {
				go k.takeOrders(80)
				stage.Pause(ctx, 10*time.Second)
			}
		}()
		return nil
	},
}

type kitchen struct{ slots chan struct{} }

// takeOrders does not wait for the orders.
func (k *kitchen) takeOrders(count int) {
	for range count {
		go k.cook()
		time.Sleep(20 * time.Millisecond)
	}
}

func (k *kitchen) cook() {
	k.slots <- struct{}{}
	defer func() { <-k.slots }()
	time.Sleep(900 * time.Millisecond)
}

// Limiter lets calls to a partner through at its rate.
var Limiter = stage.Program{
	Name:  "rate-limiter",
	About: "calls that wait for their turn at a rate limiter: bursts of 60, 10 a second",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		limiter := rate.NewLimiter(10, 5)
		go func() {
			for ctx.Err() == nil {
				for range 60 {
					go callPartner(ctx, limiter)
				}
				stage.Pause(ctx, 9*time.Second)
			}
		}()
		return nil
	},
}

func callPartner(ctx context.Context, limiter *rate.Limiter) {
	if limiter.Wait(ctx) == nil {
		stage.Pause(ctx, 200*time.Millisecond)
	}
}
