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
		Name:       "order-saga-not-stopped",
		Patterns:   []string{"select-no-exit"},
		Causes:     []string{".(*saga).loop"},
		Places:     []catalog.Place{catalog.At(".(*saga).loop", "select")},
		ProvenByGC: true,
		Start: func() {
			workpool.Pool(16, 20*time.Millisecond, 300*time.Millisecond)
			telemetry.Subscribers(20, 80*time.Millisecond)
			pace.Requests(time.Second, func() { place() })
		},
	})
}

type saga struct {
	steps chan string
	stop  chan struct{}
}

func startSaga() *saga {
	s := &saga{steps: make(chan string), stop: make(chan struct{})}
	go s.loop()
	return s
}

func (s *saga) loop() {
	for {
		select {
		case step := <-s.steps:
			time.Sleep(time.Duration(len(step)) * time.Millisecond)
		case <-s.stop:
			return
		}
	}
}

func (s *saga) Stop() { close(s.stop) }

// place forgets to stop the saga of an order that is put off.
func place() {
	s := startSaga()
	for _, step := range []string{"reserve", "pay", "ship"} {
		s.steps <- step
	}
	if time.Now().UnixNano()%10 == 0 {
		s.Stop()
	}
}
