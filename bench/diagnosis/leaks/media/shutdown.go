package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"context"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "media-stop-waits-for-itself",
		Patterns:   []string{"waitgroup-never-done"},
		Causes:     []string{".(*player).Stop"},
		Places:     []catalog.Place{catalog.At(".(*player).Stop", "waitgroup")},
		ProvenByGC: true,
		Start: func() {
			traffic.Sessions(9, 4*time.Second)
			workpool.Calls(20, 120*time.Millisecond)
			pace.Requests(time.Second, play)
		},
	})
}

type player struct {
	wg     sync.WaitGroup
	cancel context.CancelFunc
}

func play() {
	p := &player{}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	p.cancel = cancel
	p.wg.Go(func() { p.run(ctx) })
}

// run stops the player at its end, which waits until run has ended.
func (p *player) run(ctx context.Context) {
	<-ctx.Done()
	p.Stop()
}

func (p *player) Stop() {
	p.cancel()
	p.wg.Wait()
}
