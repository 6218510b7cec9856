package fleet

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
		Name:       "fleet-ready-never-closed",
		Patterns:   []string{"receive-never-sent"},
		Causes:     []string{".waitReady"},
		Places:     []catalog.Place{catalog.At(".waitReady", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(20, 14*time.Second)
			workpool.Contention(7, 12*time.Millisecond)
			pace.Numbered(250*time.Millisecond, func(n int) {
				go waitReady(deploy(n))
			})
		},
	})
}

// deploy closes its channel when all went well.
func deploy(n int) <-chan struct{} {
	ready := make(chan struct{})
	go func() {
		time.Sleep(30 * time.Millisecond)
		if err := schedule(n); err != nil {
			return
		}
		close(ready)
	}()
	return ready
}

func schedule(n int) error {
	if n%5 == 0 {
		return errors.New("no room")
	}
	return nil
}

func waitReady(ready <-chan struct{}) bool {
	<-ready
	return true
}
