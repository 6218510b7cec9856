package locks

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"healthy.example/programs/stage"
)

// Queue wakes its workers by a condition.
var Queue = stage.Program{
	Name:  "cond-queue",
	About: "up to 40 printers wait on a sync.Cond, another one started whenever all are busy; paper comes in waves",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		q := &queue{}
		q.filled.L = &q.mu
		context.AfterFunc(ctx, q.close)
		go q.feed(ctx)
		return nil
	},
}

type queue struct {
	mu      sync.Mutex
	filled  sync.Cond
	pages   []int
	idle    int
	started int
	closed  bool
}

func (q *queue) feed(ctx context.Context) {
	for page := 0; ; page++ {
		gap := 20 * time.Millisecond
		if page%200 > 150 {
			gap = 150 * time.Millisecond
		}
		if !stage.Pause(ctx, gap) {
			return
		}
		q.put(page)
	}
}

func (q *queue) put(page int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pages = append(q.pages, page)
	if q.idle == 0 && q.started < 40 {
		q.started++
		go q.print()
	}
	q.filled.Signal()
}

func (q *queue) take() (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.idle++
	defer func() { q.idle-- }()
	for len(q.pages) == 0 && !q.closed {
		q.filled.Wait()
	}
	if q.closed {
		return 0, false
	}
	page := q.pages[0]
	q.pages = q.pages[1:]
	return page, true
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.filled.Broadcast()
}

func (q *queue) print() {
	for {
		page, open := q.take()
		if !open {
			return
		}
		time.Sleep(time.Duration(400+page%7*50) * time.Millisecond)
	}
}

// Profiles are loaded once for all who ask at the same time.
var Profiles = stage.Program{
	Name:  "singleflight",
	About: "50 callers at a time wait for one load of 2 s that they share, one rush after the other",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		var loads singleflight.Group
		go func() {
			for stage.Pause(ctx, 2500*time.Millisecond) {
				for range 50 {
					go loadProfile(ctx, &loads)
				}
			}
		}()
		return nil
	},
}

func loadProfile(ctx context.Context, loads *singleflight.Group) {
	loads.Do("profile", func() (any, error) {
		stage.Pause(ctx, 2*time.Second)
		return "a profile", nil
	})
}
