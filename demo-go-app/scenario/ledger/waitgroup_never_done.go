// Package ledger books payments.
package ledger

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"gorowatch.dev/demo-go-app/scenario"
)

// WaitgroupNeverDone books a batch of payments at the same time and waits for all of them.
//
// What goes wrong: a payment that fails returns before it says Done, so that Wait waits for ever. Put right, Done is
// deferred, as the first thing that the goroutine does.
var WaitgroupNeverDone = scenario.Scenario{
	Name:    "waitgroup-never-done",
	Shows:   "one of five goroutines fails before it calls Done; Wait waits for ever",
	Pattern: "waitgroup-never-done",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: settleBatch, Leaves: []scenario.Group{{
			Family:   "waitgroup",
			Status:   "sync.WaitGroup.Wait",
			Function: "gorowatch.dev/demo-go-app/scenario/ledger.(*Batch).Settle",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: settleBatchDeferred},
	},
}

var errNegative = errors.New("negative amount")

// Batch is a list of amounts in cents.
type Batch struct {
	amounts []int64
	wg      sync.WaitGroup
	booked  atomic.Int64
	failed  atomic.Int64
}

// Settle books the batch.
func (b *Batch) Settle() {
	for _, amount := range b.amounts {
		b.wg.Add(1)
		go b.pay(amount)
	}
	b.wg.Wait()
}

// SettleDeferred is Settle with payments that are done however they end.
func (b *Batch) SettleDeferred() {
	for _, amount := range b.amounts {
		b.wg.Add(1)
		go b.payDeferred(amount)
	}
	b.wg.Wait()
}

func (b *Batch) pay(amount int64) {
	if err := b.book(amount); err != nil {
		b.failed.Add(1)
		return
	}
	b.wg.Done()
}

func (b *Batch) payDeferred(amount int64) {
	defer b.wg.Done()
	if err := b.book(amount); err != nil {
		b.failed.Add(1)
	}
}

func (b *Batch) book(amount int64) error {
	if amount < 0 {
		return errNegative
	}
	b.booked.Add(amount)
	return nil
}

func settleBatch(context.Context) error {
	(&Batch{amounts: []int64{100, 250, -1, 90, 15}}).Settle()
	return nil
}

func settleBatchDeferred(context.Context) error {
	(&Batch{amounts: []int64{100, 250, -1, 90, 15}}).SettleDeferred()
	return nil
}
