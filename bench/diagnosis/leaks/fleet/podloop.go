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
		Name:     "fleet-pod-sleep-loop",
		Patterns: []string{"sleep-loop"},
		Causes:   []string{".(*pod).watchdog"},
		Places:   []catalog.Place{catalog.At(".(*pod).watchdog", "sleep")},
		Start: func() {
			traffic.HTTP(10, 8*time.Second)
			workpool.Churn(40, 200*time.Millisecond)
			pace.Requests(600*time.Millisecond, func() { go (&pod{}).watchdog() })
		},
	})
}

type pod struct{ restarts int }

// watchdog looks after a pod forever, also when the pod is gone.
func (p *pod) watchdog() {
	for {
		if p.restarts > 5 {
			p.restarts = 0
		}
		time.Sleep(1200 * time.Millisecond)
	}
}
