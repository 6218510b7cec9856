package service

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"context"
	"errors"
	"golang.org/x/sync/errgroup"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "service-import-outer-context",
		Patterns: []string{"select-no-exit", "context-never-cancelled", "errgroup-stuck", "send-receiver-gone"},
		Causes:   []string{".pipeline.run.func1"},
		Places:   []catalog.Place{catalog.At(".pipeline.run.func1", "select")},
		Victims:  []string{".pipeline.run", "golang.org/x/sync/errgroup.(*Group).Wait"},
		Start: func() {
			traffic.Sessions(8, 3*time.Second)
			life, stop := context.WithCancel(context.Background())
			_ = stop
			pace.Requests(500*time.Millisecond, func() { _ = (pipeline{badOneIn: 60}).run(life) })
		},
	})
}

type pipeline struct{ badOneIn int }

var errRow = errors.New("bad row")

// run waits for the context of the caller, where that of the group ends when a member fails.
func (p pipeline) run(ctx context.Context) error {
	g, _ := errgroup.WithContext(ctx)
	rows := make(chan int)
	g.Go(func() error {
		defer close(rows)
		for row := range 40 {
			time.Sleep(10 * time.Millisecond)
			select {
			case rows <- row:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	g.Go(func() error {
		for range rows {
			if oneIn(p.badOneIn) {
				return errRow
			}
		}
		return nil
	})
	return g.Wait()
}
