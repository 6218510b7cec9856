// Package pricing asks suppliers what they charge.
package pricing

import (
	"context"
	"errors"
	"runtime/pprof"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// UnbufferedSend asks a supplier for a price and gives up when it takes too long.
//
// What goes wrong: the asker has gone by the time the supplier answers, and the goroutine that brings the answer
// waits for ever to hand it over on an unbuffered channel. Two ways out: room for the one answer in the channel
// (QuoteBuffered), or a select that also ends with the request (QuoteUntilDone).
var UnbufferedSend = scenario.Scenario{
	Name:    "unbuffered-send",
	Shows:   "a slow answer is sent on an unbuffered channel after the asker has timed out",
	Pattern: "send-receiver-gone",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: showPrice, Leaves: []scenario.Group{{
			Family:   "chan send",
			Function: "gorowatch.dev/demo-go-app/scenario/pricing.(*Supplier).ask",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: showPriceBuffered},
		{Name: "fixed-with-context", Start: showPriceUntilDone},
	},
}

// patience is how long a customer waits for a price.
const patience = 5 * time.Millisecond

// Supplier knows what things cost, but takes its time.
type Supplier struct {
	latency time.Duration
}

// Quote returns the price, or the context's error when the supplier is too slow.
func (s *Supplier) Quote(ctx context.Context) (int, error) {
	answer := make(chan int)
	go s.ask(answer)
	select {
	case price := <-answer:
		return price, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// QuoteBuffered is Quote with room for the answer.
func (s *Supplier) QuoteBuffered(ctx context.Context) (int, error) {
	answer := make(chan int, 1)
	go s.ask(answer)
	select {
	case price := <-answer:
		return price, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// QuoteUntilDone is Quote with an answer that is dropped when nobody waits for it.
func (s *Supplier) QuoteUntilDone(ctx context.Context) (int, error) {
	answer := make(chan int)
	go s.askUntilDone(ctx, answer)
	select {
	case price := <-answer:
		return price, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (s *Supplier) ask(answer chan<- int) {
	time.Sleep(s.latency)
	answer <- 4200
}

func (s *Supplier) askUntilDone(ctx context.Context, answer chan<- int) {
	time.Sleep(s.latency)
	select {
	case answer <- 4200:
	case <-ctx.Done():
	}
}

func showPrice(ctx context.Context) error {
	return show(ctx, (&Supplier{latency: 100 * time.Millisecond}).Quote)
}

func showPriceBuffered(ctx context.Context) error {
	return show(ctx, (&Supplier{latency: 100 * time.Millisecond}).QuoteBuffered)
}

func showPriceUntilDone(ctx context.Context) error {
	return show(ctx, (&Supplier{latency: 100 * time.Millisecond}).QuoteUntilDone)
}

var requests atomic.Int64

func show(ctx context.Context, quote func(context.Context) (int, error)) (err error) {
	tenant := []string{"acme", "globex"}[requests.Add(1)%2]
	pprof.Do(ctx, pprof.Labels("route", "/quote", "tenant", tenant), func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if _, late := quote(ctx); late == nil {
			err = errors.New("the supplier was in time")
		}
	})
	return err
}
