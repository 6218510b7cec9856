// Package crowd fills the process with parked goroutines, for measuring what watching many of them costs.
//
// Nothing here leaks: the crowd keeps hold of every visitor and lets all of them go when told to.
package crowd

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

const (
	mostVisitors = 1_000_000
	mostDepth    = 100
	// A goroutine that waits in a read needs a pipe, which is two file descriptors.
	mostReaders = 5000
)

// Plan says what the crowd looks like.
type Plan struct {
	// Visitors is the number of goroutines; each waits until the crowd is let go.
	Visitors int `json:"n"`
	// Depth is about how many frames lie between the start of each goroutine and its wait.
	Depth int `json:"depth"`
	// Stacks is how many different stacks there are.
	Stacks int `json:"stacks"`
	// Kinds are the ways to wait, of [Kinds]; the stacks take turns.
	Kinds []string `json:"kinds"`
	// ChurnPerSecond is how many visitors leave and are replaced in each second.
	ChurnPerSecond int `json:"churn"`
}

// DefaultPlan is a thousand visitors in ten stacks.
func DefaultPlan() Plan {
	return Plan{Visitors: 1000, Depth: 10, Stacks: 10, Kinds: []string{"chan-receive", "chan-send", "select"}}
}

func (p Plan) check() error {
	switch {
	case p.Visitors < 0 || p.Visitors > mostVisitors:
		return fmt.Errorf("n must be between 0 and %d", mostVisitors)
	case p.Depth < 1 || p.Depth > mostDepth:
		return fmt.Errorf("depth must be between 1 and %d", mostDepth)
	case p.Stacks < 1:
		return errors.New("stacks must be at least 1")
	case p.ChurnPerSecond < 0:
		return errors.New("churn must not be negative")
	case len(p.Kinds) == 0:
		return errors.New("kinds must name at least one way to wait")
	}
	for _, kind := range p.Kinds {
		if spots[kind] == nil {
			return fmt.Errorf("unknown kind %q; there are %v", kind, Kinds())
		}
		if kind == "io-wait" && p.Visitors/len(p.Kinds) > mostReaders {
			return fmt.Errorf("at most %d visitors can wait in io-wait", mostReaders)
		}
	}
	if most := len(p.Kinds) << min(pathBits*p.Depth, 30); p.Stacks > most {
		return fmt.Errorf("depth %d with %d kinds has room for %d stacks", p.Depth, len(p.Kinds), most)
	}
	return nil
}

// Crowd is the visitors that are there now.
type Crowd struct {
	mu       sync.Mutex
	plan     Plan
	visitors []*visitor
	inside   atomic.Int64
	waiting  atomic.Int64
	keepers  atomic.Int64
	close    context.CancelFunc
}

// Gather lets the present visitors go and new ones in. It returns while they are on their way.
func (c *Crowd) Gather(plan Plan) error {
	if err := plan.check(); err != nil {
		return err
	}
	c.Disperse()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plan = plan
	c.visitors = make([]*visitor, 0, plan.Visitors)
	for n := range plan.Visitors {
		guest, err := c.admit(n)
		if err != nil {
			c.leave()
			return err
		}
		c.visitors = append(c.visitors, guest)
	}
	if plan.ChurnPerSecond > 0 && plan.Visitors > 0 {
		ctx, cancel := context.WithCancel(context.Background())
		c.close = cancel
		c.keepers.Add(1)
		go c.churn(ctx, plan.ChurnPerSecond)
	}
	return nil
}

// Disperse lets everybody go. Most leave at once; those who sleep leave when they wake up.
func (c *Crowd) Disperse() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.close != nil {
		c.close()
		c.close = nil
	}
	c.leave()
}

func (c *Crowd) leave() {
	for _, guest := range c.visitors {
		guest.place.release()
	}
	c.visitors = nil
}

// admit lets the n-th visitor in. Its number decides where and how it waits.
func (c *Crowd) admit(n int) (*visitor, error) {
	stack := n % c.plan.Stacks
	place, err := spots[c.plan.Kinds[stack%len(c.plan.Kinds)]]()
	if err != nil {
		return nil, err
	}
	guest := &visitor{path: uint64(stack / len(c.plan.Kinds)), place: place, waiting: &c.waiting}
	c.inside.Add(1)
	go guest.visit(c.plan.Depth, &c.inside)
	return guest, nil
}

// churn lets the oldest visitors out and new ones in.
func (c *Crowd) churn(ctx context.Context, perSecond int) {
	defer c.keepers.Add(-1)
	const turnsPerSecond = 10
	ticker := time.NewTicker(time.Second / turnsPerSecond)
	defer ticker.Stop()
	next, owed := 0, 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		owed += perSecond
		next = c.replace(ctx, next, owed/turnsPerSecond)
		owed %= turnsPerSecond
	}
}

// replace exchanges this many visitors, from the next one on, and returns whose turn it is after them.
func (c *Crowd) replace(ctx context.Context, next, count int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ctx.Err() != nil {
		return next
	}
	for range count {
		if guest, err := c.admit(next); err == nil {
			c.visitors[next].place.release()
			c.visitors[next] = guest
		}
		next = (next + 1) % len(c.visitors)
	}
	return next
}

// Inside is how many visitors there are, with those on their way in or out.
func (c *Crowd) Inside() int { return int(c.inside.Load()) }

// Settle waits until as many visitors are at their places as the plan says and all others have left, and tells
// whether it came to that before the context ended.
func (c *Crowd) Settle(ctx context.Context) bool {
	wait := time.Millisecond
	for {
		c.mu.Lock()
		expected := int64(len(c.visitors))
		c.mu.Unlock()
		if c.inside.Load() == expected && c.waiting.Load() == expected {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(wait):
			wait = min(wait*2, 50*time.Millisecond)
		}
	}
}

// Keepers is how many goroutines the crowd needs to let visitors in and out.
func (c *Crowd) Keepers() int { return int(c.keepers.Load()) }
