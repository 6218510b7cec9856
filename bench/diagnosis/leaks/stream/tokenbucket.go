package stream

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
		Name:     "stream-rate-limit-starved",
		Patterns: []string{"cond-never-signalled"},
		Causes:   []string{".(*bucket).take"},
		Places:   []catalog.Place{catalog.At(".(*bucket).take", "cond")},
		Start: func() {
			traffic.HTTP(6, 8*time.Second)
			workpool.Queue(12, 30*time.Millisecond)
			limit.filled = sync.NewCond(&limit.mu)
			go limit.fill(10)
			pace.Requests(300*time.Millisecond, func() { limit.take() })
		},
	})
}

var limit = &bucket{}

type bucket struct {
	mu     sync.Mutex
	filled *sync.Cond
	tokens int
}

func (b *bucket) take() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.tokens == 0 {
		b.filled.Wait()
	}
	b.tokens--
}

// fill fills the bucket so many times, and ends.
func (b *bucket) fill(times int) {
	for range times {
		time.Sleep(200 * time.Millisecond)
		b.mu.Lock()
		b.tokens++
		b.mu.Unlock()
		b.filled.Signal()
	}
}
