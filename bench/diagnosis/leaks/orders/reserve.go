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
		Name:       "order-reserve-bursts",
		Patterns:   []string{"receive-never-sent"},
		Causes:     []string{".(*warehouse).reserve"},
		Places:     []catalog.Place{catalog.At(".(*warehouse).reserve", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			workpool.Churn(80, 300*time.Millisecond)
			telemetry.Reporters(10, 700*time.Millisecond)
			workpool.Limited(4, 60*time.Millisecond, 200*time.Millisecond)
			w := &warehouse{}
			pace.Bursts(10, 5*time.Second, func() { w.reserve(w.ask()) })
		},
	})
}

type warehouse struct{}

// ask hands out a channel on which the shelf would say when there is room; nobody does.
func (w *warehouse) ask() <-chan int {
	return make(chan int)
}

func (w *warehouse) reserve(room <-chan int) int {
	time.Sleep(10 * time.Millisecond)
	return <-room
}
