// Package scenario describes and runs the small mishaps that the service can be asked to have.
//
// A scenario is one file in one of the packages below this one: what goes wrong, written as a service would
// write it, and the same thing put right. Starting a scenario once is like serving one request: the runner
// calls Start in a goroutine of its own, and that goroutine ends when Start returns.
package scenario

import (
	"context"
	"time"
)

// Scenario is one thing that can go wrong (or, for the healthy ones, that must not look as if it had).
type Scenario struct {
	// Name is what a user types: words with hyphens.
	Name string
	// Shows is one line that says what goes wrong.
	Shows string
	// Pattern is the name that gorowatch's contract gives to this mistake; empty for healthy scenarios.
	Pattern string
	// Starts is how often it is started when nobody says how often.
	Starts int
	// Heavy scenarios burn CPU or memory, and are left out of "all".
	Heavy bool
	// Variants lists the leaky one first, then those that put it right. A healthy scenario has only one.
	Variants []Variant
	// Besides counts goroutines that the scenario keeps for itself next to those in Leaves, such as those of a
	// server it talks to. Nil when there are none.
	Besides func() int
}

// Variant is one way to write the scenario.
type Variant struct {
	Name string
	// Start serves one request. Its error is for what should not happen; a mishap that belongs to the scenario
	// is no error.
	Start func(ctx context.Context) error
	// Leaves lists the goroutines that stay behind after each start; empty when none do.
	Leaves []Group
	// Stops tells that its goroutines end with the context that Start was given. Others stay until the process
	// ends: nothing may keep hold of what they wait for, or the garbage collector could no longer prove that
	// they are lost.
	Stops bool
	// StopsAfter ends a variant that can be stopped after this time, unless the caller says how long; 0 is never.
	StopsAfter time.Duration
}

// Group is a set of goroutines that wait for the same thing in the same place.
type Group struct {
	// Family is the kind of wait: "chan send", "chan receive", "select", "sleep", "IO wait", "mutex", "cond",
	// "waitgroup", "syscall", "coroutine", "running".
	Family string `json:"family"`
	// Also lists the other kinds in which healthy or busy goroutines are seen now and then.
	Also []string `json:"also,omitempty"`
	// Status is the runtime's own word in a dump, where it is not that of the family. Since Go 1.24.
	Status string `json:"status,omitempty"`
	// Function is the innermost function outside the standard library on the stack: one of this program, or of a
	// package that it uses; empty when there is none.
	Function string `json:"function"`
	// Leaf is the innermost function outside package runtime, given where Function is empty. In IO wait, it is the
	// one that reads or writes: those of the poller stand above it.
	Leaf string `json:"leaf,omitempty"`
	// NewerLeaf is what Leaf is called since Go 1.27, where that differs.
	NewerLeaf string `json:"newerLeaf,omitempty"`
	// PerStart is how many of them one start leaves.
	PerStart int `json:"perStart"`
	// Proven tells whether the goroutineleak profile of Go 1.27 reports them.
	Proven bool `json:"proven"`
	// Cause tells that this is where the mistake is to be looked for; the others wait because of it, or belong to
	// it. Every leaky variant has one cause, or several of the same rank.
	Cause bool `json:"cause,omitempty"`
}

// Goroutines is how many goroutines one start leaves behind.
func (v *Variant) Goroutines() int {
	sum := 0
	for _, group := range v.Leaves {
		sum += group.PerStart
	}
	return sum
}

// Variant finds a variant by name. A healthy scenario answers to any name with its only one.
func (s *Scenario) Variant(name string) *Variant {
	if len(s.Variants) == 1 {
		return &s.Variants[0]
	}
	for i := range s.Variants {
		if s.Variants[i].Name == name {
			return &s.Variants[i]
		}
	}
	return nil
}

// Healthy tells that the scenario leaks in no variant.
func (s *Scenario) Healthy() bool { return s.Pattern == "" }
