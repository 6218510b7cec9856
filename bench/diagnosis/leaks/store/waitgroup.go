package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "store-waitgroup-not-done",
		Patterns:   []string{"waitgroup-never-done"},
		Causes:     []string{".(*compactor).compact"},
		Places:     []catalog.Place{catalog.At(".(*compactor).compact", "waitgroup")},
		ProvenByGC: true,
		Start: func() {
			workpool.FanOut(15, 800*time.Millisecond)
			traffic.Sessions(7, 3*time.Second)
			pace.Requests(900*time.Millisecond, func() { (&compactor{levels: 4}).compact() })
		},
	})
}

type compactor struct{ levels int }

// compact waits for all levels, and a level that is empty leaves without a word.
func (c *compactor) compact() {
	var wg sync.WaitGroup
	wg.Add(c.levels)
	for level := range c.levels {
		go c.merge(level, &wg)
	}
	wg.Wait()
}

func (c *compactor) merge(level int, wg *sync.WaitGroup) {
	if level == 2 {
		return
	}
	time.Sleep(time.Duration(level) * 10 * time.Millisecond)
	wg.Done()
}
