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
		Name:       "fleet-election-followers",
		Patterns:   []string{"cond-never-signalled", "receive-never-sent"},
		Causes:     []string{".(*election).follow.func1", ".(*election).follow"},
		Places:     []catalog.Place{catalog.At(".(*election).follow.func1", "cond"), catalog.At(".(*election).follow", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			workpool.Limited(6, 40*time.Millisecond, 180*time.Millisecond)
			telemetry.Expiring(25, 800*time.Millisecond)
			workpool.Queue(5, 70*time.Millisecond)
			pace.Bursts(3, 3*time.Second, func() {
				e := &election{}
				e.changed = sync.NewCond(&e.mu)
				e.follow()
			})
		},
	})
}

type election struct {
	mu      sync.Mutex
	changed *sync.Cond
	leader  string
}

// follow waits until there is a leader; none stood for election.
func (e *election) follow() string {
	found := make(chan string)
	go func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		for e.leader == "" {
			e.changed.Wait()
		}
		found <- e.leader
	}()
	return <-found
}
