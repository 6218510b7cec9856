// Package packing puts what was ordered into boxes.
package packing

import (
	"context"
	"sync"

	"gorowatch.dev/demo-go-app/scenario"
)

// CondNeverSignalled lets three packers wait at a belt for the next order.
//
// What goes wrong: the belt is left behind at the end of the day, and nobody tells the packers, who wait for a signal
// that will not come. Put right, the belt is closed with defer: Close broadcasts, and the packers look at closed each
// time they wake.
var CondNeverSignalled = scenario.Scenario{
	Name:    "cond-never-signalled",
	Shows:   "three goroutines wait on a sync.Cond that nobody signals any more",
	Pattern: "cond-never-signalled",
	Starts:  5,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: packToday, Leaves: []scenario.Group{{
			Family:   "cond",
			Status:   "sync.Cond.Wait",
			Function: "gorowatch.dev/demo-go-app/scenario/packing.(*Belt).next",
			PerStart: 3,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: packTodayAndClose},
	},
}

// Belt brings orders to the packers.
type Belt struct {
	mu      sync.Mutex
	arrived *sync.Cond
	orders  []string
	closed  bool
}

func newBelt() *Belt {
	b := &Belt{}
	b.arrived = sync.NewCond(&b.mu)
	for range 3 {
		go b.pack()
	}
	return b
}

// Put brings an order.
func (b *Belt) Put(order string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.orders = append(b.orders, order)
	b.arrived.Signal()
}

// Close sends the packers home.
func (b *Belt) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.arrived.Broadcast()
}

func (b *Belt) pack() {
	for b.next() != "" {
	}
}

// next waits for an order; it is empty when no more come.
func (b *Belt) next() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.orders) == 0 && !b.closed {
		b.arrived.Wait()
	}
	if len(b.orders) == 0 {
		return ""
	}
	order := b.orders[0]
	b.orders = b.orders[1:]
	return order
}

func packToday(context.Context) error {
	belt := newBelt()
	belt.Put("order 4711")
	return nil
}

func packTodayAndClose(context.Context) error {
	belt := newBelt()
	defer belt.Close()
	belt.Put("order 4711")
	return nil
}
