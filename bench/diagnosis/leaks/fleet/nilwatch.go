package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "fleet-nil-watch",
		Patterns:   []string{"nil-channel"},
		Causes:     []string{".(*watcher).wait"},
		Places:     []catalog.Place{catalog.At(".(*watcher).wait", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(8, 6*time.Second)
			workpool.Queue(7, 50*time.Millisecond)
			pace.Requests(2*time.Second, func() { (&watcher{}).wait() })
		},
	})
}

// watcher was to get its channel from Start, which nobody calls.
type watcher struct{ changes chan string }

func (w *watcher) wait() string {
	return <-w.changes
}
