package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "stream-batcher-per-tenant",
		Patterns: []string{"time-after-loop", "ticker-loop", "select-no-exit"},
		Causes:   []string{".(*batcher).run"},
		Places:   []catalog.Place{catalog.At(".(*batcher).run", "select")},
		Start: func() {
			traffic.HTTP(17, 11*time.Second)
			workpool.Limited(4, 70*time.Millisecond, 160*time.Millisecond)
			pace.Requests(500*time.Millisecond, func() { newBatcher().in <- "event" })
		},
	})
}

type batcher struct {
	in    chan string
	batch []string
}

func newBatcher() *batcher {
	b := &batcher{in: make(chan string, 8)}
	go b.run()
	return b
}

func (b *batcher) run() {
	for {
		select {
		case event := <-b.in:
			b.batch = append(b.batch, event)
		case <-time.After(time.Second):
			b.batch = b.batch[:0]
		}
	}
}
