package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"errors"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-unlock-forgotten",
		Patterns: []string{"mutex-not-released"},
		Causes:   []string{".(*registry).lookup"},
		Places:   []catalog.Place{catalog.At(".(*registry).lookup", "mutex")},
		Start: func() {
			traffic.Sessions(14, 5*time.Second)
			workpool.Contention(15, 6*time.Millisecond)
			pace.Numbered(300*time.Millisecond, func(n int) {
				services.lookup(n)
			})
		},
	})
}

var services = &registry{names: map[int]string{}}

type registry struct {
	mu    sync.Mutex
	names map[int]string
}

// lookup returns with the lock held when there is no such service.
func (r *registry) lookup(id int) (string, error) {
	r.mu.Lock()
	if id > 8 {
		return "", errors.New("no such service")
	}
	name := r.names[id]
	r.mu.Unlock()
	return name, nil
}
