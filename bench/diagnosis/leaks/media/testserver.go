package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"net/http"
	"net/http/httptest"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "media-server-per-preview",
		Patterns: []string{"unknown-growth", "socket-no-deadline"},
		Causes:   []string{"net/http.(*Server).Serve"},
		Places:   []catalog.Place{catalog.At("net/http.(*Server).Serve", "IO wait")},
		Start: func() {
			workpool.Pool(9, 40*time.Millisecond, 90*time.Millisecond)
			telemetry.Subscribers(7, 120*time.Millisecond)
			pace.Requests(700*time.Millisecond, preview)
		},
	})
}

// preview opens a server for each preview, and closes none.
func preview() {
	httptest.NewServer(http.NotFoundHandler())
}
