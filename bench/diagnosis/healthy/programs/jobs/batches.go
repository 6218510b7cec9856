package jobs

import (
	"context"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Batches come every 7 s and are done after 5.
var Batches = stage.Program{
	Name:  "sawtooth-jobs",
	About: "a batch of 50 goroutines every 7 s, done within 5 s",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go everySevenSeconds(ctx)
		return nil
	},
}

func everySevenSeconds(ctx context.Context) {
	ticker := time.NewTicker(7 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			go invoiceAll()
		case <-ctx.Done():
			return
		}
	}
}

func invoiceAll() {
	var batch sync.WaitGroup
	for customer := range 50 {
		batch.Go(func() { invoice(customer) })
	}
	batch.Wait()
}

func invoice(customer int) {
	for range 4 {
		time.Sleep(time.Second + time.Duration(customer)*4*time.Millisecond)
	}
}
