// Package catalogue knows what there is to buy, and for how much.
package catalogue

import (
	"context"
	"sync"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// RWMutexNestedReadLock lists all articles with their prices while a price is changed.
//
// What goes wrong: List holds the read lock when it calls Price, which takes it once more. That is fine until somebody
// wants to write: who waits to write keeps out new readers, so that Price waits for SetPrice, and SetPrice for List.
// Put right, List does not call what locks.
var RWMutexNestedReadLock = scenario.Scenario{
	Name:    "rwmutex-nested-read-lock",
	Shows:   "a reader takes its read lock a second time while a writer waits",
	Pattern: "rwmutex-nested-read-lock",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: listWhilePriceChanges, Leaves: []scenario.Group{
			{
				Family:   "mutex",
				Status:   "sync.RWMutex.RLock",
				Function: "gorowatch.dev/demo-go-app/scenario/catalogue.(*Catalogue).Price",
				PerStart: 1,
				Proven:   true,
				Cause:    true,
			},
			{
				Family:   "mutex",
				Status:   "sync.RWMutex.Lock",
				Function: "gorowatch.dev/demo-go-app/scenario/catalogue.(*Catalogue).SetPrice",
				PerStart: 1,
				Proven:   true,
			},
		}},
		{Name: "fixed", Start: listOnceWhilePriceChanges},
	},
}

const articles = 500

// Catalogue has a price for each article.
type Catalogue struct {
	mu     sync.RWMutex
	prices []int
}

func newCatalogue() *Catalogue { return &Catalogue{prices: make([]int, articles)} }

// Price is what the article costs.
func (c *Catalogue) Price(article int) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.prices[article]
}

// SetPrice changes it.
func (c *Catalogue) SetPrice(article, price int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prices[article] = price
}

// List shows all articles.
func (c *Catalogue) List(show func(price int)) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for article := range c.prices {
		show(c.Price(article))
	}
}

// ListOnce is List with the lock that it already has.
func (c *Catalogue) ListOnce(show func(price int)) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, price := range c.prices {
		show(price)
	}
}

func listWhilePriceChanges(context.Context) error {
	catalogue := newCatalogue()
	catalogue.List(changingPrices(catalogue))
	return nil
}

func listOnceWhilePriceChanges(context.Context) error {
	catalogue := newCatalogue()
	catalogue.ListOnce(changingPrices(catalogue))
	return nil
}

// changingPrices shows prices at the speed of a slow connection. Somebody changes one after the first is shown.
func changingPrices(catalogue *Catalogue) func(int) {
	var once sync.Once
	return func(int) {
		once.Do(func() { go catalogue.SetPrice(0, 990) })
		time.Sleep(time.Millisecond)
	}
}
