// Package couriers tells those who drive what to fetch and what to bring.
package couriers

import (
	"context"
	"sync/atomic"

	"gorowatch.dev/demo-go-app/scenario"
)

// SelectNoExit follows a courier's day: pick-ups and deliveries, as they come.
//
// What goes wrong: the loop's select has a case for each kind of work and none for the end of the shift. Put right, it
// also waits for the context of the shift.
var SelectNoExit = scenario.Scenario{
	Name:    "select-no-exit",
	Shows:   "a loop selects from two channels and has no case that ends it",
	Pattern: "select-no-exit",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: beginShift, Leaves: []scenario.Group{{
			Family:   "select",
			Function: "gorowatch.dev/demo-go-app/scenario/couriers.(*Courier).drive",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: beginShiftWithEnd},
	},
}

// Courier drives parcels around.
type Courier struct {
	pickups    chan string
	deliveries chan string
	loaded     atomic.Int64
}

func newCourier() *Courier {
	return &Courier{pickups: make(chan string), deliveries: make(chan string)}
}

func (c *Courier) drive() {
	for {
		select {
		case <-c.pickups:
			c.loaded.Add(1)
		case <-c.deliveries:
			c.loaded.Add(-1)
		}
	}
}

func (c *Courier) driveUntil(shift context.Context) {
	for {
		select {
		case <-c.pickups:
			c.loaded.Add(1)
		case <-c.deliveries:
			c.loaded.Add(-1)
		case <-shift.Done():
			return
		}
	}
}

func beginShift(context.Context) error {
	courier := newCourier()
	go courier.drive()
	courier.pickups <- "parcel"
	return nil
}

func beginShiftWithEnd(ctx context.Context) error {
	shift, end := context.WithCancel(ctx)
	defer end()
	courier := newCourier()
	go courier.driveUntil(shift)
	courier.pickups <- "parcel"
	return nil
}
