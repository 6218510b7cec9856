package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/traffic"
	"net/http"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "media-handlers-behind-a-lock",
		Patterns: []string{"mutex-not-released", "handler-stuck"},
		Causes:   []string{".(*albums).ServeHTTP"},
		Places:   []catalog.Place{catalog.At(".(*albums).ServeHTTP", "mutex")},
		Victims:  []string{"net/http.(*conn).serve", "net/http.(*connReader).backgroundRead"},
		Start: func() {
			telemetry.Expiring(20, time.Second)
			base := traffic.Serve(&albums{views: map[string]int{}})
			traffic.HTTP(8, 7*time.Second)
			client := &http.Client{Timeout: 2 * time.Second}
			pace.Requests(400*time.Millisecond, func() { traffic.Get(client, base+"/album") })
		},
	})
}

type albums struct {
	mu    sync.Mutex
	views map[string]int
}

// ServeHTTP keeps the lock after the tenth view.
func (a *albums) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	a.views[r.URL.Path]++
	if a.views[r.URL.Path] > 10 {
		http.Error(w, "too many", http.StatusTooManyRequests)
		return
	}
	a.mu.Unlock()
}
