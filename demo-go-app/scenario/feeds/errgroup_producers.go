// Package feeds takes in what other companies publish.
package feeds

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"gorowatch.dev/demo-go-app/scenario"
)

// ErrgroupProducers reads three feeds at once in an errgroup and stores what they bring.
//
// What goes wrong: one feed fails, Import returns the error, and nobody closes the channel, so that the storing
// goroutine's range waits for ever. Put right, the side that produces closes the channel with defer, however it
// ends.
var ErrgroupProducers = scenario.Scenario{
	Name:    "errgroup-producers",
	Shows:   "one of three producers in an errgroup fails, nobody closes, the consumer's range stays",
	Pattern: "range-never-closed",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: importFeeds, Leaves: []scenario.Group{{
			Family:   "chan receive",
			Function: "gorowatch.dev/demo-go-app/scenario/feeds.(*Importer).store",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: importFeedsAndClose},
	},
}

var errFeedBroken = errors.New("feed is broken")

// Importer stores articles from feeds.
type Importer struct {
	stored atomic.Int64
}

// Import reads all feeds; it fails when one of them does.
func (i *Importer) Import(ctx context.Context, feeds []string) error {
	articles := make(chan string)
	go i.store(articles)
	group, ctx := errgroup.WithContext(ctx)
	for _, feed := range feeds {
		group.Go(func() error { return i.read(ctx, feed, articles) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	close(articles)
	return nil
}

// ImportAndClose is Import with a channel that is closed on every way out.
func (i *Importer) ImportAndClose(ctx context.Context, feeds []string) error {
	articles := make(chan string)
	defer close(articles)
	go i.store(articles)
	group, ctx := errgroup.WithContext(ctx)
	for _, feed := range feeds {
		group.Go(func() error { return i.read(ctx, feed, articles) })
	}
	return group.Wait()
}

func (i *Importer) read(ctx context.Context, feed string, articles chan<- string) error {
	if feed == "broken" {
		return errFeedBroken
	}
	for n := range 20 {
		select {
		case articles <- fmt.Sprintf("%s/%d", feed, n):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (i *Importer) store(articles <-chan string) {
	for range articles {
		i.stored.Add(1)
	}
}

func importFeeds(ctx context.Context) error {
	return unlessBroken(new(Importer).Import(ctx, []string{"news", "broken", "weather"}))
}

func importFeedsAndClose(ctx context.Context) error {
	return unlessBroken(new(Importer).ImportAndClose(ctx, []string{"news", "broken", "weather"}))
}

func unlessBroken(err error) error {
	if errors.Is(err, errFeedBroken) {
		return nil
	}
	return fmt.Errorf("the broken feed was not the one to fail: %w", err)
}
