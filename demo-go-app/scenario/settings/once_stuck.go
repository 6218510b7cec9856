// Package settings reads what the shop is to look like.
package settings

import (
	"context"
	"sync"

	"gorowatch.dev/demo-go-app/scenario"
)

// OnceStuck reads the settings with the first question for one of them.
//
// What goes wrong: what sync.Once runs waits for an update that nobody sends; everybody else who asks waits for it, on
// a lock inside the Once. Put right, what runs in a Once does not wait for others: it takes what is there.
var OnceStuck = scenario.Scenario{
	Name:    "once-stuck",
	Shows:   "the function of a sync.Once never returns; three others wait for it",
	Pattern: "once-stuck",
	Starts:  5,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: showFront, Leaves: []scenario.Group{
			{
				Family:   "chan receive",
				Function: "gorowatch.dev/demo-go-app/scenario/settings.(*Settings).load",
				PerStart: 1,
				Proven:   true,
				Cause:    true,
			},
			{
				Family:   "mutex",
				Status:   "sync.Mutex.Lock",
				Function: "gorowatch.dev/demo-go-app/scenario/settings.(*Settings).Colour",
				PerStart: 3,
				Proven:   true,
			},
		}},
		{Name: "fixed", Start: showFrontWithDefaults},
	},
}

// Settings are read once.
type Settings struct {
	once    sync.Once
	updates chan string
	read    func()
	colour  string
}

func newSettings() *Settings {
	s := &Settings{updates: make(chan string)}
	s.read = s.load
	return s
}

// Colour is that of the front page.
func (s *Settings) Colour() string {
	s.once.Do(s.read)
	return s.colour
}

func (s *Settings) load() { s.colour = <-s.updates }

func (s *Settings) loadOrDefault() {
	select {
	case s.colour = <-s.updates:
	default:
		s.colour = "green"
	}
}

func showFront(context.Context) error {
	settings := newSettings()
	for range 3 {
		go settings.Colour()
	}
	settings.Colour()
	return nil
}

func showFrontWithDefaults(context.Context) error {
	settings := newSettings()
	settings.read = settings.loadOrDefault
	for range 3 {
		go settings.Colour()
	}
	settings.Colour()
	return nil
}
