package scenario

import (
	"context"
	"sync/atomic"
	"time"
)

// Run is one call of [Runner.Start].
type Run struct {
	Scenario *Scenario
	Variant  *Variant
	cancel   context.CancelFunc
	done     <-chan struct{}
	started  atomic.Int64
	serving  atomic.Int64
	repeats  atomic.Int64
	failure  atomic.Pointer[error]
}

func (r *Run) start(ctx context.Context, starts int) {
	r.started.Add(int64(starts))
	r.serving.Add(int64(starts))
	for range starts {
		go r.serve(ctx)
	}
}

func (r *Run) serve(ctx context.Context) {
	defer r.serving.Add(-1)
	if err := r.Variant.Start(ctx); err != nil {
		r.failure.Store(&err)
	}
}

func (r *Run) repeat(ctx context.Context, starts int, every time.Duration) {
	defer r.repeats.Add(-1)
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			r.start(ctx, starts)
		}
	}
}

// Started is how often the scenario has been started in this run.
func (r *Run) Started() int { return int(r.started.Load()) }

// Serving is how many starts have not returned.
func (r *Run) Serving() int { return int(r.serving.Load()) }

// Failure is the last error that a start returned, or nil.
func (r *Run) Failure() error {
	if failure := r.failure.Load(); failure != nil {
		return *failure
	}
	return nil
}

// Parked is how many goroutines this run has left behind, from the number of its starts.
func (r *Run) Parked() int {
	if r.Variant.Stops && r.ended() {
		return 0
	}
	return r.Started() * r.Variant.Goroutines()
}

func (r *Run) ended() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}
