// Package queue moves work from those who have it to those who do it.
package queue

import (
	"context"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// BusySelect takes jobs from a queue.
//
// What goes wrong: the select has an empty default, so that the loop never waits: it takes a whole core to do nothing.
// Put right, there is no default, and the goroutine sleeps until there is a job or an end. To spare the machine, it
// ends after busyFor, or when the scenario is stopped.
var BusySelect = scenario.Scenario{
	Name:    "busy-select",
	Shows:   "a select with an empty default takes a whole core to do nothing (ends by itself after two minutes)",
	Pattern: "busy-loop",
	Starts:  1,
	Heavy:   true,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: drain, Stops: true, StopsAfter: busyFor, Leaves: []scenario.Group{{
			Family:   "running",
			Also:     []string{"runnable"},
			Function: "gorowatch.dev/demo-go-app/scenario/queue.(*Drain).poll",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: drainWithoutDefault},
	},
}

const busyFor = 2 * time.Minute

// Drain takes jobs from a queue.
type Drain struct {
	jobs chan string
	done atomic.Int64
}

func (d *Drain) poll(quit <-chan struct{}) {
	for {
		select {
		case <-d.jobs:
			d.done.Add(1)
		case <-quit:
			return
		default:
		}
	}
}

func (d *Drain) take(quit <-chan struct{}) {
	for {
		select {
		case <-d.jobs:
			d.done.Add(1)
		case <-quit:
			return
		}
	}
}

func drain(ctx context.Context) error {
	(&Drain{jobs: make(chan string)}).poll(ctx.Done())
	return nil
}

func drainWithoutDefault(context.Context) error {
	quit := make(chan struct{})
	defer close(quit)
	go (&Drain{jobs: make(chan string)}).take(quit)
	return nil
}
