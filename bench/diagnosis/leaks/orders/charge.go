package orders

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"errors"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "order-charge-double-send",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".charge"},
		Places:     []catalog.Place{catalog.At(".charge", "chan send")},
		ProvenByGC: true,
		TrimPath:   true,
		Start: func() {
			workpool.Pipeline(4, 40*time.Millisecond)
			telemetry.Subscribers(12, 100*time.Millisecond)
			n := 0
			pace.Every(100*time.Millisecond, func() {
				n++
				pay(n)
			})
		},
	})
}

func pay(order int) error {
	outcome := make(chan error)
	go charge(order, outcome)
	return <-outcome
}

// charge lacks a return after the first send.
func charge(order int, outcome chan<- error) {
	time.Sleep(10 * time.Millisecond)
	if order%10 == 0 {
		outcome <- errors.New("card refused")
	}
	outcome <- nil
}
