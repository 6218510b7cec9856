// Package loyalty keeps the points that customers collect.
package loyalty

import (
	"context"
	"sync"

	"gorowatch.dev/demo-go-app/scenario"
)

// LockOrder lets two members give each other points at the same moment.
//
// What goes wrong: Give locks the giver and then the taker. Two that give to each other each hold what the other one
// waits for, and whoever then asks for a balance waits too. Put right, the locks are taken in the same order by
// everybody: the smaller number first.
var LockOrder = scenario.Scenario{
	Name:    "lock-order",
	Shows:   "two goroutines take two locks in opposite order; a third one waits for the first lock",
	Pattern: "mutex-not-released",
	Starts:  5,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: swapPoints, Leaves: []scenario.Group{
			{
				Family:   "mutex",
				Status:   "sync.Mutex.Lock",
				Function: "gorowatch.dev/demo-go-app/scenario/loyalty.(*Member).Give",
				PerStart: 2,
				Proven:   true,
				Cause:    true,
			},
			{
				Family:   "mutex",
				Status:   "sync.Mutex.Lock",
				Function: "gorowatch.dev/demo-go-app/scenario/loyalty.(*Member).Balance",
				PerStart: 1,
				Proven:   true,
			},
		}},
		{Name: "fixed", Start: swapPointsInOrder},
	},
}

// Member collects points.
type Member struct {
	number int
	mu     sync.Mutex
	points int
}

// Balance is how many points the member has.
func (m *Member) Balance() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.points
}

// Give takes points from one member for another one. Confirm is called once the giver can no longer spend them.
func (m *Member) Give(to *Member, points int, confirm func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	confirm()
	to.mu.Lock()
	defer to.mu.Unlock()
	m.points -= points
	to.points += points
}

// GiveInOrder is Give with locks that are taken in the order of the members' numbers.
func (m *Member) GiveInOrder(to *Member, points int, confirm func()) {
	first, second := m, to
	if second.number < first.number {
		first, second = second, first
	}
	first.mu.Lock()
	defer first.mu.Unlock()
	second.mu.Lock()
	defer second.mu.Unlock()
	confirm()
	m.points -= points
	to.points += points
}

func swapPoints(context.Context) error {
	alice, bob := &Member{number: 1, points: 100}, &Member{number: 2, points: 100}
	// Both have locked their own points before either goes on, as it happens now and then by chance.
	var confirmed sync.WaitGroup
	confirmed.Add(2)
	confirm := func() {
		confirmed.Done()
		confirmed.Wait()
	}
	go alice.Give(bob, 10, confirm)
	go bob.Give(alice, 20, confirm)
	confirmed.Wait()
	alice.Balance()
	return nil
}

func swapPointsInOrder(context.Context) error {
	alice, bob := &Member{number: 1, points: 100}, &Member{number: 2, points: 100}
	var confirmed sync.WaitGroup
	confirmed.Add(2)
	go alice.GiveInOrder(bob, 10, confirmed.Done)
	go bob.GiveInOrder(alice, 20, confirmed.Done)
	confirmed.Wait()
	alice.Balance()
	return nil
}
