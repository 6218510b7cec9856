// Package notify tells customers what happens to their orders.
package notify

import (
	"context"
	"sync/atomic"

	"gorowatch.dev/demo-go-app/scenario"
)

// NilChannel hands events to a goroutine that delivers them.
//
// What goes wrong: the dispatcher is made without its channel. Sending to a nil channel and receiving from one both
// wait for ever, which no other goroutine can change. Put right, the constructor makes the channel.
var NilChannel = scenario.Scenario{
	Name:    "nil-channel",
	Shows:   "one goroutine sends to a nil channel and one receives from it",
	Pattern: "nil-channel",
	Starts:  5,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: shipOrder, Leaves: []scenario.Group{
			{
				Family:   "chan send",
				Status:   "chan send (nil chan)",
				Function: "gorowatch.dev/demo-go-app/scenario/notify.(*Dispatcher).Notify",
				PerStart: 1,
				Proven:   true,
				Cause:    true,
			},
			{
				Family:   "chan receive",
				Status:   "chan receive (nil chan)",
				Function: "gorowatch.dev/demo-go-app/scenario/notify.(*Dispatcher).deliver",
				PerStart: 1,
				Proven:   true,
				Cause:    true,
			},
		}},
		{Name: "fixed", Start: shipOrderWithChannel},
	},
}

// Dispatcher delivers events one after the other.
type Dispatcher struct {
	events    chan string
	delivered atomic.Int64
}

// NewDispatcher makes a dispatcher that works.
func NewDispatcher() *Dispatcher { return &Dispatcher{events: make(chan string)} }

// Notify hands over one event.
func (d *Dispatcher) Notify(event string) { d.events <- event }

// Close tells that no more events follow.
func (d *Dispatcher) Close() { close(d.events) }

func (d *Dispatcher) deliver() {
	for range d.events {
		d.delivered.Add(1)
	}
}

func shipOrder(context.Context) error {
	dispatcher := &Dispatcher{}
	go dispatcher.deliver()
	dispatcher.Notify("shipped")
	return nil
}

func shipOrderWithChannel(context.Context) error {
	dispatcher := NewDispatcher()
	defer dispatcher.Close()
	go dispatcher.deliver()
	dispatcher.Notify("shipped")
	return nil
}
