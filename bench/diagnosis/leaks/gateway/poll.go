package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-long-poll-ticker",
		Patterns: []string{"ticker-loop"},
		Causes:   []string{".(*poller).poll"},
		Places:   []catalog.Place{catalog.At(".(*poller).poll", "chan receive")},
		Start: func() {
			traffic.HTTP(9, 8*time.Second)
			workpool.Churn(45, 180*time.Millisecond)
			pace.Requests(800*time.Millisecond, func() { go (&poller{}).poll() })
		},
	})
}

type poller struct{ polls int }

// poll looks every two seconds, also when nobody wants to know any more.
func (p *poller) poll() {
	ticker := time.NewTicker(2 * time.Second)
	defer ticker.Stop()
	for range ticker.C {
		p.polls++
	}
}
