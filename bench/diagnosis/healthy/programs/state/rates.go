package state

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Rates are asked for at random, and each that was asked for once is kept fresh.
var Rates = stage.Program{
	Name:  "key-refreshers",
	About: "a refresher for each of 100 currencies, started by the first request for it: most soon, the last ones late",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		b := &board{rates: map[int]*rate{}}
		go stage.Arrivals(ctx, 110*time.Millisecond, func(context.Context, int) { b.rateOf(ctx, rand.IntN(100)) })
		return nil
	},
}

type board struct {
	mu    sync.Mutex
	rates map[int]*rate
}

func (b *board) rateOf(ctx context.Context, currency int) float64 {
	b.mu.Lock()
	r := b.rates[currency]
	if r == nil {
		r = &rate{}
		b.rates[currency] = r
		go r.refresh(ctx)
	}
	b.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.value
}

type rate struct {
	mu    sync.Mutex
	value float64
}

func (r *rate) refresh(ctx context.Context) {
	every := time.NewTicker(2 * time.Second)
	defer every.Stop()
	for {
		select {
		case <-every.C:
			r.mu.Lock()
			r.value = rand.Float64()
			r.mu.Unlock()
		case <-ctx.Done():
			return
		}
	}
}
