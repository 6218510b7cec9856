package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"sync/atomic"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "fleet-reconcile-spins",
		Patterns: []string{"busy-loop"},
		Causes:   []string{".(*reconciler).run"},
		Places:   []catalog.Place{catalog.At(".(*reconciler).run", "runnable", "running")},
		Start: func() {
			workpool.Pool(8, 50*time.Millisecond, 100*time.Millisecond)
			telemetry.Subscribers(6, 150*time.Millisecond)
			pace.Later(2*time.Second, (&reconciler{}).run)
		},
	})
}

type reconciler struct {
	generation atomic.Int64
	rounds     int
}

// run asks whether there is something to do, again and again.
func (r *reconciler) run() {
	for seen := r.generation.Load(); r.generation.Load() == seen; {
		r.rounds++
	}
}
