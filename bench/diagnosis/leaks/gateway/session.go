package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"context"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "gateway-context-not-cancelled",
		Patterns:   []string{"context-never-cancelled", "receive-never-sent"},
		Causes:     []string{".(*session).closeAfter"},
		Places:     []catalog.Place{catalog.At(".(*session).closeAfter", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			workpool.Calls(40, 80*time.Millisecond)
			telemetry.Expiring(20, time.Second)
			telemetry.Cron(4, 3*time.Second)
			pace.Requests(500*time.Millisecond, openSession)
		},
	})
}

type session struct {
	once   sync.Once
	cancel context.CancelFunc
}

func openSession() {
	s := &session{}
	var ctx context.Context
	ctx, s.cancel = context.WithCancel(context.Background())
	go s.closeAfter(ctx)
	time.Sleep(20 * time.Millisecond)
}

func (s *session) closeAfter(ctx context.Context) {
	<-ctx.Done()
	s.once.Do(s.cancel)
}
