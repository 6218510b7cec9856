package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-once-stuck",
		Patterns: []string{"once-stuck"},
		Causes:   []string{".(*client).dial", ".(*client).connection"},
		Places:   []catalog.Place{catalog.At(".(*client).dial", "chan receive")},
		Victims:  []string{".(*client).connection"},
		Start: func() {
			workpool.Saturated(7, 90*time.Millisecond)
			telemetry.Cron(5, time.Second)
			pace.Requests(600*time.Millisecond, func() { shardClient.connection() })
		},
	})
}

var shardClient = &client{ready: make(chan struct{})}

type client struct {
	once  sync.Once
	ready chan struct{}
}

func (c *client) connection() *client {
	c.once.Do(c.dial)
	return c
}

// dial waits for a readiness that nobody announces.
func (c *client) dial() {
	<-c.ready
}
