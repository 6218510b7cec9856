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
		Name:       "order-invoice-never-sent",
		Patterns:   []string{"receive-never-sent"},
		Causes:     []string{".(*invoicer).await"},
		Places:     []catalog.Place{catalog.At(".(*invoicer).await", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			workpool.Contention(12, 10*time.Millisecond)
			workpool.Churn(60, 150*time.Millisecond)
			telemetry.Cron(6, 2*time.Second)
			i := &invoicer{}
			n := 0
			pace.Every(50*time.Millisecond, func() {
				n++
				go i.await(n)
			})
		},
	})
}

type invoicer struct{}

func (i *invoicer) await(order int) int {
	number := make(chan int)
	go i.issue(order, number)
	return <-number
}

// issue forgets whoever waits when an order has no lines.
func (i *invoicer) issue(order int, number chan<- int) {
	time.Sleep(15 * time.Millisecond)
	if order%20 == 0 {
		return
	}
	number <- order
}
