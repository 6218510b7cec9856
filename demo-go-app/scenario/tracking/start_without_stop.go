// Package tracking shows where a parcel is.
package tracking

import (
	"context"
	"sync/atomic"

	"gorowatch.dev/demo-go-app/scenario"
)

// StartWithoutStop follows a parcel for as long as somebody looks.
//
// What goes wrong: Follow starts a goroutine that ends when Leave is called, and who calls Follow never calls Leave.
// Put right, Leave is deferred, right after Follow.
var StartWithoutStop = scenario.Scenario{
	Name:    "start-without-stop",
	Shows:   "a type with a method to start and a method to stop, which nobody calls",
	Pattern: "select-no-exit",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: showParcel, Leaves: []scenario.Group{{
			Family:   "select",
			Function: "gorowatch.dev/demo-go-app/scenario/tracking.(*Parcel).update",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: showParcelAndLeave},
	},
}

// Parcel is on its way.
type Parcel struct {
	scans   chan string
	left    chan struct{}
	scanned atomic.Int64
}

// Follow begins to take in where the parcel is. Leave has to be called when nobody looks any more.
func Follow() *Parcel {
	p := &Parcel{scans: make(chan string), left: make(chan struct{})}
	go p.update()
	return p
}

// Leave ends it.
func (p *Parcel) Leave() { close(p.left) }

func (p *Parcel) update() {
	for {
		select {
		case <-p.scans:
			p.scanned.Add(1)
		case <-p.left:
			return
		}
	}
}

func showParcel(context.Context) error {
	parcel := Follow()
	parcel.scans <- "depot"
	return nil
}

func showParcelAndLeave(context.Context) error {
	parcel := Follow()
	defer parcel.Leave()
	parcel.scans <- "depot"
	return nil
}
