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
		Name:       "store-lock-per-key",
		Patterns:   []string{"mutex-not-released"},
		Causes:     []string{".(*document).touch"},
		Places:     []catalog.Place{catalog.At(".(*document).touch", "mutex")},
		ProvenByGC: true,
		Start: func() {
			workpool.Contention(20, 5*time.Millisecond)
			telemetry.Expiring(30, 2*time.Second)
			workpool.Calls(20, 100*time.Millisecond)
			pace.Requests(time.Second, func() { (&document{}).update() })
		},
	})
}

type document struct {
	mu      sync.Mutex
	version int
}

func (d *document) update() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.touch()
}

func (d *document) touch() {
	d.mu.Lock()
	d.version++
	d.mu.Unlock()
}
