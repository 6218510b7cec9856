package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "store-wait-in-loop",
		Patterns:   []string{"waitgroup-never-done"},
		Causes:     []string{".loadShards"},
		Places:     []catalog.Place{catalog.At(".loadShards", "waitgroup")},
		ProvenByGC: true,
		Start: func() {
			workpool.Pipeline(3, 25*time.Millisecond)
			workpool.Limited(3, 80*time.Millisecond, 200*time.Millisecond)
			telemetry.Reporters(5, 600*time.Millisecond)
			pace.Every(1200*time.Millisecond, func() { go loadShards([]string{"a", "b", "c"}) })
		},
	})
}

// loadShards waits within the loop for all.
func loadShards(shards []string) {
	var wg sync.WaitGroup
	wg.Add(len(shards))
	for range shards {
		go func() {
			defer wg.Done()
			time.Sleep(5 * time.Millisecond)
		}()
		wg.Wait()
	}
}
