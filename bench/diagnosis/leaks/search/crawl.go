package search

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
		Name:       "search-crawlers-waited-for",
		Patterns:   []string{"context-never-cancelled", "receive-never-sent"},
		Causes:     []string{".(*crawler).visit"},
		Places:     []catalog.Place{catalog.At(".(*crawler).visit", "chan receive"), catalog.At(".(*crawler).crawl", "waitgroup")},
		ProvenByGC: true,
		Start: func() {
			traffic.Sessions(12, 6*time.Second)
			workpool.FanOut(10, 700*time.Millisecond)
			pace.Requests(1500*time.Millisecond, func() { (&crawler{}).crawl(4) })
		},
	})
}

type crawler struct{ cancel context.CancelFunc }

// crawl waits for its visits, which wait for the end of a context that crawl would cancel afterwards.
func (c *crawler) crawl(sites int) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var wg sync.WaitGroup
	for range sites {
		wg.Go(func() { c.visit(ctx) })
	}
	wg.Wait()
}

func (c *crawler) visit(ctx context.Context) {
	time.Sleep(10 * time.Millisecond)
	<-ctx.Done()
}
