package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"context"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "gateway-detached-context",
		Patterns:   []string{"nil-channel", "context-never-cancelled"},
		Causes:     []string{".afterRequest.func1"},
		Places:     []catalog.Place{catalog.At(".afterRequest.func1", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			workpool.Pool(8, 25*time.Millisecond, 90*time.Millisecond)
			telemetry.Reporters(6, 400*time.Millisecond)
			pace.Requests(1500*time.Millisecond, func() {
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				defer cancel()
				afterRequest(context.WithoutCancel(ctx), func() {})
			})
		},
	})
}

// afterRequest waits for the end of a request on a context that has none.
func afterRequest(ctx context.Context, f func()) {
	go func() {
		<-ctx.Done()
		f()
	}()
}
