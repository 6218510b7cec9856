package orders

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "order-first-replica",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".lookup.func1"},
		Places:     []catalog.Place{catalog.At(".lookup.func1", "chan send")},
		ProvenByGC: true,
		Start: func() {
			workpool.Saturated(8, 60*time.Millisecond)
			telemetry.Flusher(4, time.Second)
			pace.Requests(2*time.Second, func() { lookup("A-1", []string{"eu", "us", "ap"}) })
		},
	})
}

// lookup takes the answer of the fastest replica.
func lookup(order string, regions []string) string {
	found := make(chan string)
	for i, region := range regions {
		go func() {
			time.Sleep(time.Duration(i+1) * 20 * time.Millisecond)
			found <- region + order
		}()
	}
	return <-found
}
