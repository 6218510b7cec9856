package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "stream-worker-shared-with-pool",
		Patterns:   []string{"range-never-closed"},
		Causes:     []string{".consume"},
		Places:     []catalog.Place{catalog.At(".consume", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(10, 7*time.Second)
			workpool.Churn(30, 200*time.Millisecond)
			steady := make(chan int)
			for range 8 {
				go consume(steady)
			}
			pace.Every(30*time.Millisecond, func() { steady <- 1 })
			pace.Requests(1500*time.Millisecond, func() {
				topic := make(chan int)
				go consume(topic)
				for i := range 10 {
					topic <- i
				}
			})
		},
	})
}

// consume is right for the pool that lasts, and wrong for topics which come and go without being closed.
func consume(messages <-chan int) (sum int) {
	for message := range messages {
		sum += message
		time.Sleep(2 * time.Millisecond)
	}
	return sum
}
