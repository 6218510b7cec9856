package locks

import (
	"context"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Prices are read by many and written now and then, slowly.
var Prices = stage.Program{
	Name:  "rwmutex-readers",
	About: "60 readers of a table that is locked for 400 ms of every second while it is written",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		t := &table{rows: map[int]int{}}
		for n := range 60 {
			go t.quote(ctx, n)
		}
		go t.load(ctx)
		return nil
	},
}

type table struct {
	mu   sync.RWMutex
	rows map[int]int
}

func (t *table) quote(ctx context.Context, n int) {
	for stage.Pause(ctx, 20*time.Millisecond) {
		t.mu.RLock()
		_ = t.rows[n]
		t.mu.RUnlock()
	}
}

func (t *table) load(ctx context.Context) {
	for stage.Pause(ctx, 600*time.Millisecond) {
		t.mu.Lock()
		time.Sleep(400 * time.Millisecond)
		t.rows[0]++
		t.mu.Unlock()
	}
}

// Once is asked for by all at the start, and takes its time.
var Once = stage.Program{
	Name:  "slow-once",
	About: "requests pile up for 10 s behind one sync.Once that loads a model; then all go on",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		m := &model{}
		go stage.Arrivals(ctx, 150*time.Millisecond, func(ctx context.Context, _ int) { m.predict(ctx) })
		return nil
	},
}

type model struct{ loaded sync.Once }

func (m *model) predict(ctx context.Context) {
	m.loaded.Do(func() { stage.Pause(ctx, 10*time.Second) })
	stage.Pause(ctx, 300*time.Millisecond)
}
