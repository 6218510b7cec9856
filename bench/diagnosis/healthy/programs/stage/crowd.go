package stage

import (
	"context"
	"sync"
	"time"
)

// Pause waits for d and tells whether ctx still lives.
func Pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// Ramp lets one more visitor in after each gap, up to most, and waits for them all.
func Ramp(ctx context.Context, gap time.Duration, most int, visit func(ctx context.Context, n int)) {
	var visitors sync.WaitGroup
	for n := range most {
		visitors.Go(func() { visit(ctx, n) })
		if !Pause(ctx, gap) {
			break
		}
	}
	visitors.Wait()
}

// Waves lets size visitors in over half of each period; each stays until the period is over.
func Waves(ctx context.Context, period time.Duration, size int, visit func(ctx context.Context, n int)) {
	for ctx.Err() == nil {
		wave, over := context.WithTimeout(ctx, period)
		Ramp(wave, period/2/time.Duration(size), size, visit)
		Pause(wave, period)
		over()
	}
}

// Arrivals lets visitors in one after each gap for as long as ctx lives; each leaves on its own.
func Arrivals(ctx context.Context, gap time.Duration, visit func(ctx context.Context, n int)) {
	var visitors sync.WaitGroup
	for n := 0; Pause(ctx, gap); n++ {
		visitors.Go(func() { visit(ctx, n) })
	}
	visitors.Wait()
}
