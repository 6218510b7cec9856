package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "fleet-nil-status-send",
		Patterns:   []string{"nil-channel"},
		Causes:     []string{".(*node).heartbeat"},
		Places:     []catalog.Place{catalog.At(".(*node).heartbeat", "chan send")},
		ProvenByGC: true,
		Start: func() {
			workpool.Churn(50, 150*time.Millisecond)
			telemetry.Flusher(5, 800*time.Millisecond)
			pace.Later(4*time.Second, func() {
				for range 3 {
					go (&node{name: "a"}).heartbeat()
				}
			})
		},
	})
}

type node struct {
	name   string
	status chan string
}

func (n *node) heartbeat() {
	n.status <- n.name
}
