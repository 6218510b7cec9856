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
		Name:     "store-nested-read-lock",
		Patterns: []string{"rwmutex-nested-read-lock", "mutex-not-released"},
		Causes:   []string{".(*index).size", ".(*index).rebuild"},
		Places:   []catalog.Place{catalog.At(".(*index).size", "mutex"), catalog.At(".(*index).rebuild", "mutex")},
		Victims:  []string{".(*index).describe"},
		Start: func() {
			traffic.HTTP(12, 8*time.Second)
			workpool.Readers(10, 10*time.Millisecond)
			pace.Requests(150*time.Millisecond, func() { documents.describe() })
			pace.Every(time.Second, func() { documents.rebuild() })
		},
	})
}

var documents = &index{terms: map[string]int{}}

type index struct {
	mu    sync.RWMutex
	terms map[string]int
}

// describe reads under the lock, and calls size, which reads under it again: a writer between them stops all.
func (i *index) describe() int {
	i.mu.RLock()
	defer i.mu.RUnlock()
	time.Sleep(40 * time.Millisecond)
	return i.size() + 1
}

func (i *index) size() int {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return len(i.terms)
}

func (i *index) rebuild() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.terms["again"]++
}
