package upstream

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// Checkout hands its context to everything it calls.
var Checkout = stage.Program{
	Name:  "context-deadlines",
	About: "orders that ask three services under one deadline of 3 s; one of them is away for 10 s of every 25",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go stage.Arrivals(ctx, 60*time.Millisecond, checkout)
		return nil
	},
}

func checkout(ctx context.Context, order int) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	answers := make(chan error, 3)
	go func() { answers <- reserveStock(ctx) }()
	go func() { answers <- authorizePayment(ctx, order) }()
	go func() { answers <- quoteShipping(ctx) }()
	for range 3 {
		if <-answers != nil {
			return
		}
	}
}

func reserveStock(ctx context.Context) error {
	stage.Pause(ctx, 80*time.Millisecond)
	return ctx.Err()
}

func quoteShipping(ctx context.Context) error {
	stage.Pause(ctx, 300*time.Millisecond)
	return ctx.Err()
}

func authorizePayment(ctx context.Context, order int) error {
	if order%400 > 240 {
		<-ctx.Done()
		return ctx.Err()
	}
	stage.Pause(ctx, 200*time.Millisecond)
	return ctx.Err()
}
