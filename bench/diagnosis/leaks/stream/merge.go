package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "stream-merge-waits",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".forward"},
		Places:     []catalog.Place{catalog.At(".forward", "chan send"), catalog.At(".merge.func1", "waitgroup")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(8, 5*time.Second)
			workpool.FanOut(20, 900*time.Millisecond)
			pace.Requests(1200*time.Millisecond, func() { <-merge(3) })
		},
	})
}

// merge closes its channel when all sources are through; whoever reads wants one value only.
func merge(sources int) <-chan int {
	out := make(chan int)
	var wg sync.WaitGroup
	wg.Add(sources)
	for source := range sources {
		go forward(source, out, &wg)
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	return out
}

func forward(source int, out chan<- int, wg *sync.WaitGroup) {
	defer wg.Done()
	for i := range 3 {
		out <- source + i
	}
}
