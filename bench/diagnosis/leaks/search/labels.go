package search

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"context"
	"runtime/pprof"
	"strconv"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "search-labelled-requests",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".(*query).rank.func1"},
		Places:     []catalog.Place{catalog.At(".(*query).rank.func1", "chan send")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(9, 7*time.Second)
			workpool.Pool(8, 30*time.Millisecond, 100*time.Millisecond)
			pace.Numbered(500*time.Millisecond, func(n int) {
				labels := pprof.Labels("request", strconv.Itoa(n), "tenant", strconv.Itoa(n%3))
				pprof.Do(context.Background(), labels, func(ctx context.Context) { (&query{}).rank(ctx) })
			})
		},
	})
}

type query struct{ hits []int }

// rank gives up after 30 ms; each request has labels of its own, which its goroutines inherit.
func (q *query) rank(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
	defer cancel()
	ranked := make(chan []int)
	go func() {
		time.Sleep(50 * time.Millisecond)
		ranked <- q.hits
	}()
	select {
	case <-ranked:
	case <-ctx.Done():
	}
}
