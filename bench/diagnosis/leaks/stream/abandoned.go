package stream

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
		Name:     "stream-pipeline-abandoned",
		Patterns: []string{"send-receiver-gone", "send-blocked"},
		Causes:   []string{".decode.func1", ".read.func1"},
		Places: []catalog.Place{
			catalog.At(".decode.func1", "chan send"),
			catalog.At(".read.func1", "chan send"),
		},
		ProvenByGC: true,
		Start: func() {
			workpool.Pipeline(5, 30*time.Millisecond)
			traffic.HTTP(9, 6*time.Second)
			pace.Requests(800*time.Millisecond, func() { replay(decode(read(50))) })
		},
	})
}

func read(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	return out
}

func decode(in <-chan int) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for v := range in {
			out <- string(rune('a' + v%26))
		}
	}()
	return out
}

// replay stops at the first message that it does not understand.
func replay(in <-chan string) error {
	for message := range in {
		if message == "k" {
			return errors.New("bad message")
		}
	}
	return nil
}
