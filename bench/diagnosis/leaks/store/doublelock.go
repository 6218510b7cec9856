package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-double-lock",
		Patterns: []string{"mutex-not-released"},
		Causes:   []string{".(*cache).evict", ".(*cache).put"},
		Places:   []catalog.Place{catalog.At(".(*cache).evict", "mutex"), catalog.At(".(*cache).put", "mutex")},
		Victims:  []string{".(*cache).get"},
		Start: func() {
			workpool.Pipeline(6, 40*time.Millisecond)
			telemetry.Subscribers(9, 100*time.Millisecond)
			c := &cache{entries: map[int]int{}}
			shared = c
			pace.Numbered(200*time.Millisecond, func(n int) {
				c.put(n)
			})
		},
	})
}

var shared *cache

type cache struct {
	mu      sync.Mutex
	entries map[int]int
}

// put calls evict with the lock held, which takes it again.
func (c *cache) put(key int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.entries) >= 12 {
		c.evict()
	}
	c.entries[key] = key
}

func (c *cache) evict() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
}
