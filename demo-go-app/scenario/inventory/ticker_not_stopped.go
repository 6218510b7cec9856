// Package inventory watches how much is in stock.
package inventory

import (
	"context"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// TickerNotStopped looks at the stock of an article every second for as long as its page is open.
//
// What goes wrong: the ticker is never stopped, and its loop has no way out. Stopping it alone would not help: Stop
// does not close the channel. Put right, the loop also waits for the page to close, and stops the ticker with defer.
var TickerNotStopped = scenario.Scenario{
	Name:    "ticker-not-stopped",
	Shows:   "a loop over a ticker with no way out",
	Pattern: "ticker-loop",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: openPage, Leaves: []scenario.Group{{
			Family:   "chan receive",
			Function: "gorowatch.dev/demo-go-app/scenario/inventory.(*StockWatch).refresh",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: openAndClosePage},
	},
}

const refreshEvery = time.Second

// StockWatch keeps the number on a page fresh.
type StockWatch struct {
	looks atomic.Int64
}

func (w *StockWatch) refresh() {
	ticker := time.NewTicker(refreshEvery)
	for range ticker.C {
		w.looks.Add(1)
	}
}

func (w *StockWatch) refreshUntil(closed <-chan struct{}) {
	ticker := time.NewTicker(refreshEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			w.looks.Add(1)
		case <-closed:
			return
		}
	}
}

func openPage(context.Context) error {
	go new(StockWatch).refresh()
	return nil
}

func openAndClosePage(context.Context) error {
	closed := make(chan struct{})
	defer close(closed)
	go new(StockWatch).refreshUntil(closed)
	return nil
}
