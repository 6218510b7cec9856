// Package imports takes over the price lists of suppliers.
package imports

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"gorowatch.dev/demo-go-app/scenario"
)

// ErrgroupConsumerLeft reads two price lists in an errgroup, and checks the lines in a third goroutine of it.
//
// What goes wrong: the check fails at a bad line and leaves. The readers know of the group's context, but their sends
// do not wait for it; they stay, and Wait waits for them. Put right, they send in a select with the context's Done.
var ErrgroupConsumerLeft = scenario.Scenario{
	Name:    "errgroup-consumer-left",
	Shows:   "the consumer in an errgroup fails and leaves; two producers wait to send, and Wait for them",
	Pattern: "errgroup-stuck",
	Starts:  5,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: importLists, Leaves: []scenario.Group{
			{
				Family:   "chan send",
				Function: "gorowatch.dev/demo-go-app/scenario/imports.(*List).read",
				PerStart: 2,
				Proven:   true,
				Cause:    true,
			},
			{
				Family:   "waitgroup",
				Status:   "sync.WaitGroup.Wait",
				Function: "golang.org/x/sync/errgroup.(*Group).Wait",
				PerStart: 1,
				Proven:   true,
			},
		}},
		{Name: "fixed", Start: importListsUntilDone},
	},
}

var errNoPrice = errors.New("a line has no price")

// List is what a supplier sent.
type List struct {
	supplier string
	lines    int
}

var lists = []List{{"north", 300}, {"south", 300}}

func (l *List) read(_ context.Context, lines chan<- string) error {
	for n := range l.lines {
		lines <- fmt.Sprintf("%s %d", l.supplier, n)
	}
	return nil
}

func (l *List) readUntilDone(ctx context.Context, lines chan<- string) error {
	for n := range l.lines {
		select {
		case lines <- fmt.Sprintf("%s %d", l.supplier, n):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func check(lines <-chan string) error {
	for range 20 {
		<-lines
	}
	return errNoPrice
}

func takeOver(ctx context.Context, read func(*List, context.Context, chan<- string) error) error {
	lines := make(chan string)
	group, ctx := errgroup.WithContext(ctx)
	for i := range lists {
		group.Go(func() error { return read(&lists[i], ctx, lines) })
	}
	group.Go(func() error { return check(lines) })
	if err := group.Wait(); !errors.Is(err, errNoPrice) {
		return fmt.Errorf("the bad line was not found: %w", err)
	}
	return nil
}

func importLists(ctx context.Context) error { return takeOver(ctx, (*List).read) }

func importListsUntilDone(ctx context.Context) error { return takeOver(ctx, (*List).readUntilDone) }
