// Package pool has services that share out work among a limited number of goroutines.
package pool

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// Thumbnails grows its pool on demand: another worker whenever all are busy, up to a limit.
var Thumbnails = stage.Program{
	Name:  "worker-pool",
	About: "a pool that grows by a worker whenever all are busy, up to 48",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		r := &renderer{images: make(chan int)}
		go r.upload(ctx)
		return nil
	},
}

const mostRenderers = 48

type renderer struct {
	images  chan int
	workers int
}

// upload is the only one to send, so it closes.
func (r *renderer) upload(ctx context.Context) {
	defer close(r.images)
	for n := 0; stage.Pause(ctx, 250*time.Millisecond); n++ {
		r.submit(n)
	}
}

func (r *renderer) submit(image int) {
	select {
	case r.images <- image:
		return
	default:
	}
	if r.workers < mostRenderers {
		r.workers++
		go r.render()
	}
	r.images <- image
}

func (r *renderer) render() {
	for range r.images {
		time.Sleep(11 * time.Second)
	}
}
