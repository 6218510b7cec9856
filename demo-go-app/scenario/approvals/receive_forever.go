// Package approvals holds orders back until somebody has approved them.
package approvals

import (
	"context"
	"sync/atomic"

	"gorowatch.dev/demo-go-app/scenario"
)

// ReceiveForever holds an order until it is approved.
//
// What goes wrong: the goroutine is given a channel that nobody else has (`make(chan struct{})` right in the call),
// so nothing can ever arrive on it. Put right, whoever decides keeps the channel and closes it.
var ReceiveForever = scenario.Scenario{
	Name:    "receive-forever",
	Shows:   "a goroutine receives from a channel that nobody else has",
	Pattern: "receive-never-sent",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: placeOrder, Leaves: []scenario.Group{{
			Family:   "chan receive",
			Function: "gorowatch.dev/demo-go-app/scenario/approvals.(*Order).awaitApproval",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: placeOrderAndApprove},
	},
}

// Order is something to be shipped.
type Order struct {
	shipped atomic.Bool
}

func (o *Order) awaitApproval(approved <-chan struct{}) {
	<-approved
	o.shipped.Store(true)
}

func placeOrder(context.Context) error {
	order := &Order{}
	go order.awaitApproval(make(chan struct{}))
	return nil
}

func placeOrderAndApprove(context.Context) error {
	order := &Order{}
	approved := make(chan struct{})
	defer close(approved)
	go order.awaitApproval(approved)
	return nil
}
