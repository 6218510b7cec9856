package orders

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"errors"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "order-validate-early-return",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".(*validator).stock"},
		Places:     []catalog.Place{catalog.At(".(*validator).stock", "chan send")},
		ProvenByGC: true,
		Start: func() {
			traffic.Sessions(15, 3*time.Second)
			workpool.Churn(40, 200*time.Millisecond)
			v := &validator{}
			n := 0
			pace.Every(250*time.Millisecond, func() {
				n++
				v.validate(n)
			})
		},
	})
}

type validator struct{}

// validate looks at stock and address at once, and does not wait for the stock when the address is bad.
func (v *validator) validate(order int) error {
	inStock := make(chan bool)
	go v.stock(order, inStock)
	if order%4 == 0 {
		return errors.New("bad address")
	}
	if !<-inStock {
		return errors.New("sold out")
	}
	return nil
}

func (*validator) stock(order int, inStock chan<- bool) {
	time.Sleep(20 * time.Millisecond)
	inStock <- order%7 != 0
}
