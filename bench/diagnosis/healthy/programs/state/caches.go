package state

import (
	"context"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Caches each have somebody who throws out what is old.
var Caches = stage.Program{
	Name:  "cache-janitors",
	About: "a janitor with a ticker for each of 25 caches, made on first use within 8 s",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go func() {
			for range 25 {
				c := newCache(ctx)
				go c.use(ctx)
				stage.Pause(ctx, 300*time.Millisecond)
			}
		}()
		return nil
	},
}

type cache struct {
	mu      sync.Mutex
	entries map[int]time.Time
}

func newCache(ctx context.Context) *cache {
	c := &cache{entries: map[int]time.Time{}}
	go c.sweep(ctx)
	return c
}

func (c *cache) use(ctx context.Context) {
	for n := 0; stage.Pause(ctx, 70*time.Millisecond); n++ {
		c.mu.Lock()
		c.entries[n%50] = time.Now()
		c.mu.Unlock()
	}
}

func (c *cache) sweep(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case now := <-ticker.C:
			c.mu.Lock()
			for key, used := range c.entries {
				if now.Sub(used) > 2*time.Second {
					delete(c.entries, key)
				}
			}
			c.mu.Unlock()
		case <-ctx.Done():
			return
		}
	}
}
