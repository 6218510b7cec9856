// Package jobs has services whose goroutines come and go with the work.
package jobs

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"healthy.example/programs/stage"
)

// Retries try again, later and later, while the other side is away.
var Retries = stage.Program{
	Name:  "retry-backoff",
	About: "deliveries that sleep between tries: many while the other side is away, 12 s of every 20",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		c := &courier{}
		go c.outages(ctx)
		go stage.Arrivals(ctx, 100*time.Millisecond, func(ctx context.Context, _ int) { c.deliver(ctx) })
		return nil
	},
}

type courier struct{ away atomic.Bool }

var errAway = errors.New("nobody answers")

func (c *courier) outages(ctx context.Context) {
	for stage.Pause(ctx, 8*time.Second) {
		c.away.Store(true)
		stage.Pause(ctx, 12*time.Second)
		c.away.Store(false)
	}
}

func (c *courier) deliver(ctx context.Context) {
	wait := 100 * time.Millisecond
	for ctx.Err() == nil && c.post() != nil {
		time.Sleep(wait + rand.N(wait))
		wait = min(2*wait, 3*time.Second)
	}
}

func (c *courier) post() error {
	time.Sleep(5 * time.Millisecond)
	if c.away.Load() {
		return errAway
	}
	return nil
}
