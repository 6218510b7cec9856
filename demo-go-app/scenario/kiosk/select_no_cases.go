// Package kiosk serves the terminals that stand in the shops.
package kiosk

import (
	"context"
	"sync/atomic"

	"gorowatch.dev/demo-go-app/scenario"
)

// SelectNoCases keeps a terminal's session open.
//
// What goes wrong: an empty select shall keep the session open until the terminal logs out. But nothing ends an empty
// select, so that each session stays until the process ends. Put right, the goroutine waits for the logout.
var SelectNoCases = scenario.Scenario{
	Name:    "select-no-cases",
	Shows:   "an empty select keeps a goroutine that should end with its session",
	Pattern: "select-no-cases",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: logIn, Leaves: []scenario.Group{{
			Family:   "select",
			Status:   "select (no cases)",
			Function: "gorowatch.dev/demo-go-app/scenario/kiosk.(*Terminal).hold",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: logInAndOut},
	},
}

// Terminal is one in a shop.
type Terminal struct {
	present atomic.Bool
	logout  chan struct{}
}

func (t *Terminal) hold() {
	t.present.Store(true)
	defer t.present.Store(false)
	select {}
}

func (t *Terminal) holdUntilLogout() {
	t.present.Store(true)
	defer t.present.Store(false)
	<-t.logout
}

func logIn(context.Context) error {
	go new(Terminal).hold()
	return nil
}

func logInAndOut(context.Context) error {
	terminal := &Terminal{logout: make(chan struct{})}
	defer close(terminal.logout)
	go terminal.holdUntilLogout()
	return nil
}
