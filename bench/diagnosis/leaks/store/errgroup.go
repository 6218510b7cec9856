package store

import (
	"context"
	"errors"
	"time"

	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"golang.org/x/sync/errgroup"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "store-errgroup-producer",
		Patterns:   []string{"errgroup-stuck", "send-receiver-gone", "send-blocked"},
		Causes:     []string{".backup.func1"},
		Places:     []catalog.Place{catalog.At(".backup.func1", "chan send")},
		Victims:    []string{".backup", "golang.org/x/sync/errgroup.(*Group).Wait"},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(9, 6*time.Second)
			workpool.Churn(35, 220*time.Millisecond)
			pace.Requests(time.Second, func() { backup(context.Background()) })
		},
	})
}

// backup leaves its producer behind when the consumer fails.
func backup(ctx context.Context) error {
	group, _ := errgroup.WithContext(ctx)
	chunks := make(chan int)
	group.Go(func() error {
		defer close(chunks)
		for i := range 100 {
			chunks <- i
		}
		return nil
	})
	group.Go(func() error {
		for chunk := range chunks {
			if chunk == 7 {
				return errors.New("disk full")
			}
		}
		return nil
	})
	return group.Wait()
}
