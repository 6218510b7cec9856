package queue

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// ProducerConsumer is healthy: three producers, two consumers and a bounded channel between them.
//
// It is here to look at: producers wait in a select when the channel is full, consumers wait in a range when it is
// empty, and when it is told to stop, the producers leave first, then the channel is closed, then the consumers end.
var ProducerConsumer = scenario.Scenario{
	Name:   "producer-consumer",
	Shows:  "healthy: producers and consumers with a bounded channel and an orderly end",
	Starts: 1,
	Variants: []scenario.Variant{
		{Name: "healthy", Start: processOrders, Stops: true, Leaves: []scenario.Group{
			{
				Family:   "select",
				Also:     []string{"runnable", "running"},
				Function: "gorowatch.dev/demo-go-app/scenario/queue.(*Line).produce",
				PerStart: 3,
			},
			{
				Family:   "chan receive",
				Also:     []string{"sleep", "runnable", "running"},
				Function: "gorowatch.dev/demo-go-app/scenario/queue.(*Line).consume",
				PerStart: 2,
			},
			{
				Family:   "waitgroup",
				Status:   "sync.WaitGroup.Wait",
				Function: "gorowatch.dev/demo-go-app/scenario/queue.(*Line).run",
				PerStart: 1,
			},
		}},
	},
}

const (
	produceEvery = 10 * time.Millisecond
	consumeTakes = 3 * time.Millisecond
)

// Line brings orders from producers to consumers.
type Line struct {
	orders   chan int
	consumed atomic.Int64
}

func (l *Line) run(ctx context.Context) {
	var producers, consumers sync.WaitGroup
	for range 3 {
		producers.Add(1)
		go l.produce(ctx, &producers)
	}
	for range 2 {
		consumers.Add(1)
		go l.consume(&consumers)
	}
	producers.Wait()
	close(l.orders)
	consumers.Wait()
}

func (l *Line) produce(ctx context.Context, producers *sync.WaitGroup) {
	defer producers.Done()
	ticker := time.NewTicker(produceEvery)
	defer ticker.Stop()
	for n := 0; ; n++ {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		select {
		case l.orders <- n:
		case <-ctx.Done():
			return
		}
	}
}

func (l *Line) consume(consumers *sync.WaitGroup) {
	defer consumers.Done()
	for range l.orders {
		time.Sleep(consumeTakes)
		l.consumed.Add(1)
	}
}

func processOrders(ctx context.Context) error {
	(&Line{orders: make(chan int, 16)}).run(ctx)
	return nil
}
