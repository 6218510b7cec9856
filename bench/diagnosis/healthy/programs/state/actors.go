package state

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Carts live as long as somebody uses them.
var Carts = stage.Program{
	Name:  "actors-expire",
	About: "an actor with a mailbox for each of 80 carts in use, started by requests, ended after 8 s without mail",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		d := &desk{actors: map[int]*cart{}}
		go stage.Arrivals(ctx, 50*time.Millisecond, func(ctx context.Context, n int) { d.request(ctx, n) })
		return nil
	},
}

type desk struct {
	mu     sync.Mutex
	actors map[int]*cart
}

func (d *desk) request(ctx context.Context, n int) {
	// Some carts are used all the time, others now and then.
	number := min(rand.IntN(80), rand.IntN(80))
	c := d.cartOf(number)
	select {
	case c.mail <- n:
	case <-c.gone:
	case <-ctx.Done():
	}
}

func (d *desk) cartOf(number int) *cart {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.actors[number]
	if c == nil {
		c = &cart{mail: make(chan int), gone: make(chan struct{})}
		d.actors[number] = c
		go c.run(func() { d.forget(number) })
	}
	return c
}

func (d *desk) forget(number int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.actors, number)
}

type cart struct {
	mail chan int
	gone chan struct{}
}

func (c *cart) run(forget func()) {
	defer close(c.gone)
	defer forget()
	idle := time.NewTimer(8 * time.Second)
	defer idle.Stop()
	for {
		select {
		case <-c.mail:
			idle.Reset(8 * time.Second)
		case <-idle.C:
			return
		}
	}
}
