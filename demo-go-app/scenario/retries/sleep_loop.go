// Package retries tries things again that did not work the first time.
package retries

import (
	"context"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// SleepLoop tells a partner every second that the shop is alive.
//
// What goes wrong: `for { …; time.Sleep }` has no exit, so each partner that comes and goes leaves its heartbeat
// behind. Put right, the loop ends with its context.
var SleepLoop = scenario.Scenario{
	Name:    "sleep-loop",
	Shows:   "a loop with time.Sleep and no exit",
	Pattern: "sleep-loop",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: connectPartner, Leaves: []scenario.Group{{
			Family:   "sleep",
			Function: "gorowatch.dev/demo-go-app/scenario/retries.(*Heartbeat).beat",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: connectPartnerForAWhile},
	},
}

const beatEvery = time.Second

// Heartbeat tells one partner that the shop is alive.
type Heartbeat struct {
	beats atomic.Int64
}

func (h *Heartbeat) beat() {
	for {
		h.beats.Add(1)
		time.Sleep(beatEvery)
	}
}

func (h *Heartbeat) beatUntilDone(ctx context.Context) {
	ticker := time.NewTicker(beatEvery)
	defer ticker.Stop()
	for {
		h.beats.Add(1)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func connectPartner(context.Context) error {
	go new(Heartbeat).beat()
	return nil
}

func connectPartnerForAWhile(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go new(Heartbeat).beatUntilDone(ctx)
	return nil
}
