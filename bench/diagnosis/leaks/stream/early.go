package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "stream-since-the-start",
		Patterns:   []string{"receive-never-sent"},
		Causes:     []string{".(*partition).rebalance"},
		Places:     []catalog.Place{catalog.At(".(*partition).rebalance", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			workpool.Contention(14, 7*time.Millisecond)
			telemetry.Expiring(40, time.Second)
			workpool.Calls(30, 110*time.Millisecond)
			for range 200 {
				go (&partition{}).rebalance(make(chan bool))
			}
			pace.Requests(2*time.Second, func() { (&partition{}).rebalance(make(chan bool)) })
		},
	})
}

type partition struct{ owner int }

// rebalance waits for a word of a coordinator that has been replaced.
func (p *partition) rebalance(agreed <-chan bool) {
	if <-agreed {
		p.owner++
	}
}
