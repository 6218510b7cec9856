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
		Name:       "order-gather-generic",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".gather[...].func1"},
		Places:     []catalog.Place{catalog.At(".gather[...].func1", "chan send")},
		ProvenByGC: true,
		Start: func() {
			workpool.Calls(30, 100*time.Millisecond)
			traffic.Sessions(8, 5*time.Second)
			pace.Requests(time.Second, func() {
				gather([]int{1, 2, 3}, func(n int) (string, error) {
					if n == 2 {
						return "", errors.New("no such part")
					}
					time.Sleep(5 * time.Millisecond)
					return "part", nil
				})
			})
		},
	})
}

type outcome[T any] struct {
	value T
	err   error
}

// gather returns at the first error, and leaves the others with what they have found.
func gather[K, T any](keys []K, find func(K) (T, error)) ([]T, error) {
	found := make(chan outcome[T])
	for _, key := range keys {
		go func() {
			value, err := find(key)
			found <- outcome[T]{value, err}
		}()
	}
	var all []T
	for range keys {
		one := <-found
		if one.err != nil {
			return nil, one.err
		}
		all = append(all, one.value)
	}
	return all, nil
}
