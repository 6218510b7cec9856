// Package carts holds what customers are about to buy.
package carts

import (
	"context"
	"errors"
	"sync"

	"gorowatch.dev/demo-go-app/scenario"
)

// DoubleLock adds an article to a cart, and returns what all of it costs.
//
// What goes wrong: Add holds the lock when it calls Total, which takes the same lock: it waits for itself. Put right,
// both call a third method that expects the lock to be held.
var DoubleLock = scenario.Scenario{
	Name:    "double-lock",
	Shows:   "a method that holds a lock calls another one that takes the same lock",
	Pattern: "mutex-not-released",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: addArticle, Leaves: []scenario.Group{{
			Family:   "mutex",
			Status:   "sync.Mutex.Lock",
			Function: "gorowatch.dev/demo-go-app/scenario/carts.(*Cart).Total",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: addArticleToSum},
	},
}

// Cart is a list of prices in cents.
type Cart struct {
	mu     sync.Mutex
	prices []int
}

// Total is what all articles cost.
func (c *Cart) Total() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sum()
}

// Add puts an article into the cart, and returns what all of them cost then.
func (c *Cart) Add(price int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prices = append(c.prices, price)
	return c.Total()
}

// AddToSum is Add without the lock that it already has.
func (c *Cart) AddToSum(price int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prices = append(c.prices, price)
	return c.sum()
}

// sum expects the lock to be held.
func (c *Cart) sum() int {
	total := 0
	for _, price := range c.prices {
		total += price
	}
	return total
}

func addArticle(context.Context) error { return expect(new(Cart).Add(500)) }

func addArticleToSum(context.Context) error { return expect(new(Cart).AddToSum(500)) }

func expect(total int) error {
	if total != 500 {
		return errors.New("the cart does not add up")
	}
	return nil
}
