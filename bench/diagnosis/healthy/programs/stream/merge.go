package stream

import (
	"context"
	"iter"
	"time"

	"healthy.example/programs/stage"
)

// Merge reads sorted runs side by side, by iter.Pull.
var Merge = stage.Program{
	Name:  "iter-pull-merge",
	About: "merges of 12 sorted runs each, pulled side by side, every pull stopped at the end; about 5 merges at a time",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go stage.Arrivals(ctx, 400*time.Millisecond, func(ctx context.Context, _ int) { merge(ctx, 12) })
		return nil
	},
}

func run(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for key := n; yield(key); key += 12 {
		}
	}
}

func merge(ctx context.Context, runs int) {
	next := make([]func() (int, bool), runs)
	for n := range runs {
		pull, stop := iter.Pull(run(n))
		defer stop()
		next[n] = pull
	}
	for step := 0; step < 40 && stage.Pause(ctx, 50*time.Millisecond); step++ {
		next[step%runs]()
	}
}
