package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "stream-tee-one-left",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".tee.func1"},
		Places:     []catalog.Place{catalog.At(".tee.func1", "chan send")},
		Victims:    []string{".collect", ".feed"},
		ProvenByGC: true,
		Start: func() {
			telemetry.Subscribers(14, 90*time.Millisecond)
			workpool.Churn(40, 200*time.Millisecond)
			pace.Requests(time.Second, mirror)
		},
	})
}

func tee(in <-chan int) (left, right chan int) {
	left, right = make(chan int), make(chan int)
	go func() {
		for v := range in {
			left <- v
			right <- v
		}
		close(left)
		close(right)
	}()
	return left, right
}

// mirror stops reading one of the two.
func mirror() {
	in := make(chan int, 20)
	for i := range 20 {
		in <- i
	}
	close(in)
	left, right := tee(in)
	for range 5 {
		<-left
		<-right
	}
	<-left
}
