package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"context"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "fleet-lease-keepalive",
		Patterns: []string{"ticker-loop", "context-never-cancelled", "select-no-exit"},
		Causes:   []string{".(*lease).keepAlive"},
		Places:   []catalog.Place{catalog.At(".(*lease).keepAlive", "select")},
		Start: func() {
			traffic.Sessions(16, 6*time.Second)
			workpool.Calls(25, 90*time.Millisecond)
			pace.Requests(700*time.Millisecond, func() {
				l := &lease{}
				go l.keepAlive(context.Background(), 900*time.Millisecond)
			})
		},
	})
}

type lease struct{ renewed int }

// keepAlive ends with its context, which is the background.
func (l *lease) keepAlive(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			l.renewed++
		case <-ctx.Done():
			return
		}
	}
}
