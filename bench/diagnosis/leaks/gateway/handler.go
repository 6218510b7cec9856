package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"net/http"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-handler-stuck",
		Patterns: []string{"handler-stuck", "receive-never-sent"},
		Causes:   []string{".(*approvals).ServeHTTP"},
		Places:   []catalog.Place{catalog.At(".(*approvals).ServeHTTP", "chan receive")},
		Victims:  []string{"net/http.(*conn).serve", "net/http.(*connReader).backgroundRead"},
		Start: func() {
			traffic.HTTP(6, 5*time.Second)
			workpool.Churn(30, 250*time.Millisecond)
			base := traffic.Serve(&approvals{})
			client := &http.Client{Timeout: time.Second}
			pace.Requests(700*time.Millisecond, func() {
				resp, err := client.Get(base + "/approve")
				if err == nil {
					resp.Body.Close()
				}
			})
		},
	})
}

// approvals waits for somebody to approve, also when the one who asks has left.
type approvals struct {
	mu      sync.Mutex
	waiting []chan bool
}

func (a *approvals) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	approved := make(chan bool)
	a.mu.Lock()
	a.waiting = append(a.waiting, approved)
	a.mu.Unlock()
	if <-approved {
		w.WriteHeader(http.StatusAccepted)
	}
}
