package sessions

import (
	"context"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// TimerNotStopped reminds visitors of a basket that they left behind.
//
// What goes wrong: the visitor pays, but the timer of the reminder runs on, and its goroutine waits the whole hour
// for it. Put right, the goroutine also waits for the payment, and stops the timer.
var TimerNotStopped = scenario.Scenario{
	Name:    "timer-not-stopped",
	Shows:   "a goroutine waits an hour for a timer that nobody needs any more",
	Pattern: "receive-never-sent",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: payBasket, Leaves: []scenario.Group{{
			Family:   "chan receive",
			Function: "gorowatch.dev/demo-go-app/scenario/sessions.(*Basket).remind",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: payBasketAndStop},
	},
}

const remindAfter = time.Hour

// Basket is what a visitor is about to buy.
type Basket struct {
	reminded atomic.Bool
}

func (b *Basket) remind() {
	timer := time.NewTimer(remindAfter)
	<-timer.C
	b.reminded.Store(true)
}

func (b *Basket) remindUnless(paid <-chan struct{}) {
	timer := time.NewTimer(remindAfter)
	defer timer.Stop()
	select {
	case <-timer.C:
		b.reminded.Store(true)
	case <-paid:
	}
}

func payBasket(context.Context) error {
	go new(Basket).remind()
	return nil
}

func payBasketAndStop(context.Context) error {
	paid := make(chan struct{})
	defer close(paid)
	go new(Basket).remindUnless(paid)
	return nil
}
