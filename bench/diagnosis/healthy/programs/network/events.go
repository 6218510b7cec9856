package network

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Events streams to subscribers, each with a goroutine that batches for it.
var Events = stage.Program{
	Name:  "pubsub-subscribers",
	About: "server-sent events: a handler and a batching goroutine for each subscriber, who keep coming",
	Start: func(ctx context.Context, s *stage.Stage) error {
		t := &topic{subscribers: map[*subscriber]bool{}}
		mux := http.NewServeMux()
		mux.HandleFunc("GET /events", t.subscribe)
		addr, err := s.ServeHTTP(ctx, mux)
		if err != nil {
			return err
		}
		go t.publish(ctx)
		return s.SendVisitors(addr)
	},
	Visit: func(ctx context.Context, addr string) {
		client := &http.Client{Transport: &http.Transport{}}
		stage.Ramp(ctx, 400*time.Millisecond, 300, func(ctx context.Context, _ int) {
			fetch(ctx, client, "http://"+addr+"/events")
		})
	},
}

type topic struct {
	mu          sync.Mutex
	subscribers map[*subscriber]bool
}

type subscriber struct {
	events  chan int
	batches chan []int
}

func (t *topic) publish(ctx context.Context) {
	for event := 0; stage.Pause(ctx, 100*time.Millisecond); event++ {
		t.mu.Lock()
		for s := range t.subscribers {
			select {
			case s.events <- event:
			default:
			}
		}
		t.mu.Unlock()
	}
}

func (t *topic) subscribe(w http.ResponseWriter, r *http.Request) {
	s := &subscriber{events: make(chan int, 4), batches: make(chan []int, 1)}
	t.mu.Lock()
	t.subscribers[s] = true
	t.mu.Unlock()
	defer func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.subscribers, s)
		close(s.events)
	}()
	go s.batch()
	for {
		select {
		case batch := <-s.batches:
			fmt.Fprintf(w, "data: %v\n\n", batch)
			w.(http.Flusher).Flush()
		case <-r.Context().Done():
			return
		}
	}
}

func (s *subscriber) batch() {
	var batch []int
	for event := range s.events {
		batch = append(batch, event)
		if len(batch) < 10 {
			continue
		}
		select {
		case s.batches <- batch:
		default:
		}
		batch = nil
	}
}
