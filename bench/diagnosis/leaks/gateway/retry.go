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
		Name:     "gateway-retry-forever",
		Patterns: []string{"time-after-loop", "ticker-loop", "select-no-exit"},
		Causes:   []string{".(*retrier).run"},
		Places:   []catalog.Place{catalog.At(".(*retrier).run", "select")},
		Start: func() {
			traffic.HTTP(14, 10*time.Second)
			workpool.Limited(5, 50*time.Millisecond, 150*time.Millisecond)
			pace.Requests(900*time.Millisecond, func() {
				r := &retrier{kick: make(chan struct{}), try: func() bool { return false }}
				go r.run()
			})
		},
	})
}

type retrier struct {
	kick chan struct{}
	try  func() bool
}

// run tries until it works; for some it never does.
func (r *retrier) run() {
	for !r.try() {
		select {
		case <-time.After(1500 * time.Millisecond):
		case <-r.kick:
		}
	}
}
