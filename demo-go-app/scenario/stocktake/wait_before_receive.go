// Package stocktake counts what lies in the warehouses.
package stocktake

import (
	"context"
	"errors"
	"sync"

	"gorowatch.dev/demo-go-app/scenario"
)

// WaitBeforeReceive counts six warehouses at the same time and adds the numbers up.
//
// What goes wrong: Total waits for all counters before it takes the first number. The channel has room for two; the
// other four wait to send to somebody who waits for them. Put right, another goroutine waits and closes the channel,
// while Total receives.
var WaitBeforeReceive = scenario.Scenario{
	Name:    "wait-before-receive",
	Shows:   "six goroutines send to a channel of two; who should receive waits for them to end first",
	Pattern: "send-blocked",
	Starts:  5,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: closeYear, Leaves: []scenario.Group{
			{
				Family:   "chan send",
				Function: "gorowatch.dev/demo-go-app/scenario/stocktake.(*Stocktake).count",
				PerStart: 4,
				Proven:   true,
				Cause:    true,
			},
			{
				Family:   "waitgroup",
				Status:   "sync.WaitGroup.Wait",
				Function: "gorowatch.dev/demo-go-app/scenario/stocktake.(*Stocktake).Total",
				PerStart: 1,
				Proven:   true,
			},
		}},
		{Name: "fixed", Start: closeYearAsCounted},
	},
}

// Stocktake is one count of all warehouses.
type Stocktake struct {
	warehouses []int
}

func newStocktake() *Stocktake { return &Stocktake{warehouses: []int{120, 45, 300, 8, 77, 61}} }

// Total adds up what all warehouses have.
func (s *Stocktake) Total() int {
	counts := make(chan int, 2)
	var wg sync.WaitGroup
	for _, articles := range s.warehouses {
		wg.Add(1)
		go s.count(articles, counts, &wg)
	}
	wg.Wait()
	close(counts)
	return sum(counts)
}

// TotalAsCounted is Total, but receives while the warehouses are being counted.
func (s *Stocktake) TotalAsCounted() int {
	counts := make(chan int, 2)
	var wg sync.WaitGroup
	for _, articles := range s.warehouses {
		wg.Add(1)
		go s.count(articles, counts, &wg)
	}
	go func() {
		wg.Wait()
		close(counts)
	}()
	return sum(counts)
}

func (s *Stocktake) count(articles int, counts chan<- int, wg *sync.WaitGroup) {
	defer wg.Done()
	counts <- articles
}

func sum(counts <-chan int) int {
	total := 0
	for count := range counts {
		total += count
	}
	return total
}

func closeYear(context.Context) error { return expect(newStocktake().Total()) }

func closeYearAsCounted(context.Context) error { return expect(newStocktake().TotalAsCounted()) }

func expect(total int) error {
	if total != 611 {
		return errors.New("the warehouses do not add up")
	}
	return nil
}
