package fleet

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
		Name:     "fleet-trylock-loop",
		Patterns: []string{"sleep-loop"},
		Causes:   []string{".(*volume).attach"},
		Places:   []catalog.Place{catalog.At(".(*volume).attach", "sleep")},
		Start: func() {
			workpool.Churn(60, 160*time.Millisecond)
			telemetry.Cron(6, 1500*time.Millisecond)
			disk.mu.Lock()
			pace.Requests(time.Second, func() { disk.attach() })
		},
	})
}

var disk = &volume{}

type volume struct{ mu sync.Mutex }

// attach asks for the lock again and again, which a crashed attachment has left taken.
func (v *volume) attach() {
	for !v.mu.TryLock() {
		time.Sleep(250 * time.Millisecond)
	}
	v.mu.Unlock()
}
