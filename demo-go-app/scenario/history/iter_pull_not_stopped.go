// Package history shows what customers have bought so far.
package history

import (
	"context"
	"errors"
	"iter"

	"gorowatch.dev/demo-go-app/scenario"
)

// IterPullNotStopped takes the latest purchase out of a sequence of all.
//
// What goes wrong: iter.Pull runs the sequence in a goroutine of its own, which waits in its middle for the next call
// of next, or for stop. Neither comes. Put right, stop is deferred right after Pull.
var IterPullNotStopped = scenario.Scenario{
	Name:    "iter-pull-not-stopped",
	Shows:   "one value is taken from an iter.Pull that is not stopped",
	Pattern: "iter-pull-not-stopped",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: showLatest, Leaves: []scenario.Group{{
			Family:   "coroutine",
			Function: "gorowatch.dev/demo-go-app/scenario/history.(*Customer).purchases",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: showLatestAndStop},
	},
}

// Customer has bought something.
type Customer struct{ orders []string }

// purchases yields the latest first.
func (c *Customer) purchases(yield func(string) bool) {
	for i := len(c.orders) - 1; i >= 0; i-- {
		if !yield(c.orders[i]) {
			return
		}
	}
}

// Latest is what the customer bought last.
func (c *Customer) Latest() (string, bool) {
	next, _ := iter.Pull(c.purchases)
	return next()
}

// LatestAndStop is Latest with an end to the sequence.
func (c *Customer) LatestAndStop() (string, bool) {
	next, stop := iter.Pull(c.purchases)
	defer stop()
	return next()
}

func showLatest(context.Context) error { return expect(customer().Latest()) }

func showLatestAndStop(context.Context) error { return expect(customer().LatestAndStop()) }

func customer() *Customer { return &Customer{orders: []string{"lamp", "chair", "table"}} }

func expect(order string, found bool) error {
	if !found || order != "table" {
		return errors.New("the table was not found")
	}
	return nil
}
