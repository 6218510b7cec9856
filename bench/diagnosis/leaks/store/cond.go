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
		Name:       "store-cond-signal-lost",
		Patterns:   []string{"cond-never-signalled"},
		Causes:     []string{".(*memtable).waitFlushed"},
		Places:     []catalog.Place{catalog.At(".(*memtable).waitFlushed", "cond")},
		ProvenByGC: true,
		Start: func() {
			traffic.Sessions(10, 4*time.Second)
			workpool.Queue(10, 40*time.Millisecond)
			pace.Bursts(3, 2*time.Second, func() { flushOnce() })
		},
	})
}

type memtable struct {
	mu      sync.Mutex
	flushed *sync.Cond
	done    bool
}

// flushOnce wakes one of those who wait, where it should wake all.
func flushOnce() {
	m := &memtable{}
	m.flushed = sync.NewCond(&m.mu)
	for range 2 {
		go m.waitFlushed()
	}
	time.Sleep(30 * time.Millisecond)
	m.mu.Lock()
	m.done = true
	m.mu.Unlock()
	m.flushed.Signal()
}

func (m *memtable) waitFlushed() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for !m.done {
		m.flushed.Wait()
	}
}
