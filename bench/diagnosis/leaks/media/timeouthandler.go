package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"net/http"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "media-timeout-handler",
		Patterns: []string{"handler-stuck", "send-blocked", "send-receiver-gone"},
		Causes:   []string{".(*thumbnails).ServeHTTP"},
		Places:   []catalog.Place{catalog.At(".(*thumbnails).ServeHTTP", "chan send")},
		Start: func() {
			workpool.Churn(35, 200*time.Millisecond)
			base := traffic.Serve(http.TimeoutHandler(&thumbnails{jobs: make(chan string, 3)}, 300*time.Millisecond, "late"))
			traffic.HTTP(7, 5*time.Second)
			client := &http.Client{Timeout: 2 * time.Second}
			pace.Requests(500*time.Millisecond, func() { traffic.Get(client, base+"/thumbnail") })
		},
	})
}

// thumbnails hands jobs to a worker that has ended; the handler is late, and its goroutine stays.
type thumbnails struct{ jobs chan string }

func (t *thumbnails) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.jobs <- r.URL.Path
	w.WriteHeader(http.StatusAccepted)
}
