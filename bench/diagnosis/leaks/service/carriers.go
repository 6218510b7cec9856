package service

import (
	"acme.example/platform/catalog"
	"acme.example/platform/workpool"
	"net/http"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "service-carrier-skipped",
		Patterns: []string{"waitgroup-never-done"},
		Causes:   []string{".offers.func2"},
		Places: []catalog.Place{
			catalog.At(".offers.func2", "waitgroup"),
			catalog.At(".best", "chan receive"),
		},
		ProvenByGC: true,
		TrimPath:   true,
		Start: func() {
			workpool.Contention(8, 9*time.Millisecond)
			visitors(250*time.Millisecond, price)
		},
	})
}

var carriers = []string{"post", "rail", "ship", "bike"}

// offers asks all carriers; one that is skipped is waited for all the same.
func offers(skip func(carrier string) bool) <-chan int {
	found := make(chan int, len(carriers))
	var asked sync.WaitGroup
	asked.Add(len(carriers))
	for _, carrier := range carriers {
		if skip(carrier) {
			continue
		}
		go func() {
			defer asked.Done()
			time.Sleep(upTo(200 * time.Millisecond))
			found <- len(carrier)
		}()
	}
	go func() {
		asked.Wait()
		close(found)
	}()
	return found
}

func best(found <-chan int) {
	cheapest := 0
	for cents := range found {
		if cheapest == 0 || cents < cheapest {
			cheapest = cents
		}
	}
}

func price(w http.ResponseWriter, _ *http.Request) {
	isClosed := oneIn(4)
	go best(offers(func(carrier string) bool { return isClosed && carrier == "bike" }))
	w.WriteHeader(http.StatusAccepted)
}
