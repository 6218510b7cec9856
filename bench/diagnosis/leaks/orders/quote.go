package orders

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"context"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "order-quote-timeout",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".(*quoter).quote.func1"},
		Places:     []catalog.Place{catalog.At(".(*quoter).quote.func1", "chan send")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(12, 8*time.Second)
			workpool.Pool(10, 30*time.Millisecond, 80*time.Millisecond)
			q := &quoter{}
			pace.Requests(200*time.Millisecond, func() { q.quote("EUR") })
		},
	})
}

type quoter struct{ asked int }

// quote asks the rate service, which is often slower than the time that a quote may take.
func (q *quoter) quote(currency string) float64 {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Millisecond)
	defer cancel()
	answer := make(chan float64)
	go func() {
		answer <- rateOf(currency)
	}()
	select {
	case rate := <-answer:
		return rate
	case <-ctx.Done():
		return 0
	}
}

func rateOf(string) float64 {
	time.Sleep(time.Duration(time.Now().UnixNano()%4+1) * 25 * time.Millisecond)
	return 1.1
}
