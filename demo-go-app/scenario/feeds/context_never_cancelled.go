package feeds

import (
	"context"
	"sync/atomic"

	"gorowatch.dev/demo-go-app/scenario"
)

// ContextNeverCancelled follows a feed until the follower leaves.
//
// What goes wrong: the context's cancel function is kept in a field for an Unfollow that nobody ever calls, and the
// goroutine waits for ctx.Done() for ever. Put right, whoever follows cancels with defer, right after following.
var ContextNeverCancelled = scenario.Scenario{
	Name:    "context-never-cancelled",
	Shows:   "a goroutine waits for the Done of a context that nobody cancels",
	Pattern: "context-never-cancelled",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: follow, Leaves: []scenario.Group{{
			Family:   "chan receive",
			Function: "gorowatch.dev/demo-go-app/scenario/feeds.(*Follower).unsubscribeWhenDone",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: followForAWhile},
	},
}

// Follower is somebody who wants to hear what is new.
type Follower struct {
	unfollow context.CancelFunc
	left     atomic.Bool
}

// Follow begins to follow, until Unfollow is called.
func (f *Follower) Follow() {
	var ctx context.Context
	ctx, f.unfollow = context.WithCancel(context.Background())
	go f.unsubscribeWhenDone(ctx)
}

// Unfollow ends it.
func (f *Follower) Unfollow() { f.unfollow() }

func (f *Follower) unsubscribeWhenDone(ctx context.Context) {
	<-ctx.Done()
	f.left.Store(true)
}

func follow(context.Context) error {
	new(Follower).Follow()
	return nil
}

func followForAWhile(context.Context) error {
	follower := new(Follower)
	follower.Follow()
	defer follower.Unfollow()
	return nil
}
