package media

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
		Name:       "media-three-locks-in-a-circle",
		Patterns:   []string{"mutex-not-released"},
		Causes:     []string{".(*track).mix"},
		Places:     []catalog.Place{catalog.At(".(*track).mix", "mutex")},
		ProvenByGC: true,
		Start: func() {
			workpool.Contention(12, 8*time.Millisecond)
			telemetry.Flusher(5, 700*time.Millisecond)
			pace.Requests(2*time.Second, func() {
				a, b, c := &track{}, &track{}, &track{}
				go a.mix(b)
				go b.mix(c)
				go c.mix(a)
			})
		},
	})
}

type track struct{ mu sync.Mutex }

func (t *track) mix(other *track) {
	t.mu.Lock()
	defer t.mu.Unlock()
	time.Sleep(5 * time.Millisecond)
	other.mu.Lock()
	defer other.mu.Unlock()
}
