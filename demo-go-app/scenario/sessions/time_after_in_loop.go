// Package sessions knows who is logged in.
package sessions

import (
	"context"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// TimeAfterInLoop throws out idle visitors: at once when told to, and in any case every second.
//
// What goes wrong: each turn of the loop makes a new timer with time.After (before Go 1.23 its memory stays until it
// fires), and the loop has no way out. Put right, one ticker serves all turns, and the loop ends with its store.
var TimeAfterInLoop = scenario.Scenario{
	Name:    "time-after-in-loop",
	Shows:   "a select with time.After in a loop that has no way out",
	Pattern: "time-after-loop",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: openStore, Leaves: []scenario.Group{{
			Family:   "select",
			Function: "gorowatch.dev/demo-go-app/scenario/sessions.(*Store).sweep",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: openAndCloseStore},
	},
}

const sweepEvery = time.Second

// Store holds the sessions of one tenant.
type Store struct {
	expired chan string
	sweeps  atomic.Int64
}

func (s *Store) sweep() {
	for {
		select {
		case <-s.expired:
			s.sweeps.Add(1)
		case <-time.After(sweepEvery):
			s.sweeps.Add(1)
		}
	}
}

func (s *Store) sweepUntil(closed <-chan struct{}) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-s.expired:
			s.sweeps.Add(1)
		case <-ticker.C:
			s.sweeps.Add(1)
		case <-closed:
			return
		}
	}
}

func openStore(context.Context) error {
	store := &Store{expired: make(chan string)}
	go store.sweep()
	return nil
}

func openAndCloseStore(context.Context) error {
	store := &Store{expired: make(chan string)}
	closed := make(chan struct{})
	defer close(closed)
	go store.sweepUntil(closed)
	return nil
}
