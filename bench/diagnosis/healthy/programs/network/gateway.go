package network

import (
	"context"
	"net/http"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Gateway passes requests on to a slow service.
var Gateway = stage.Program{
	Name:  "gateway-slow-upstream",
	About: "each request passed on to a service that answers after 25 s, through one shared client; more and more people ask",
	Start: func(ctx context.Context, s *stage.Stage) error {
		upstream, err := s.ServeHTTP(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			stage.Pause(r.Context(), 25*time.Second)
		}))
		if err != nil {
			return err
		}
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 300}}
		front, err := s.ServeHTTP(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if fetch(r.Context(), client, "http://"+upstream) != nil {
				w.WriteHeader(http.StatusBadGateway)
			}
		}))
		if err != nil {
			return err
		}
		return s.SendVisitors(front)
	},
	Visit: askSteadily(400*time.Millisecond, 200),
}

// Gather asks three parts of itself for each request.
var Gather = stage.Program{
	Name:  "scatter-gather",
	About: "three goroutines for each request, waited for with a WaitGroup; requests take 10 s, more and more people ask",
	Start: func(ctx context.Context, s *stage.Stage) error {
		addr, err := s.ServeHTTP(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var parts sync.WaitGroup
			for range 3 {
				parts.Go(func() { stage.Pause(r.Context(), 10*time.Second) })
			}
			parts.Wait()
		}))
		if err != nil {
			return err
		}
		return s.SendVisitors(addr)
	},
	Visit: askSteadily(350*time.Millisecond, 200),
}

// Counter is one lock that every request needs.
var Counter = stage.Program{
	Name:  "lock-under-ramp",
	About: "requests that need one lock for 15 ms each; the more people ask, the more wait for it",
	Start: func(ctx context.Context, s *stage.Stage) error {
		c := &counter{}
		addr, err := s.ServeHTTP(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.count() }))
		if err != nil {
			return err
		}
		return s.SendVisitors(addr)
	},
	Visit: askSteadily(400*time.Millisecond, 150),
}

type counter struct {
	mu    sync.Mutex
	total int
}

func (c *counter) count() {
	c.mu.Lock()
	defer c.mu.Unlock()
	time.Sleep(15 * time.Millisecond)
	c.total++
}

// askSteadily is a ramp of people who each ask again as soon as they have an answer.
func askSteadily(gap time.Duration, most int) func(ctx context.Context, addr string) {
	return func(ctx context.Context, addr string) {
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: most}}
		stage.Ramp(ctx, gap, most, func(ctx context.Context, _ int) {
			for fetch(ctx, client, "http://"+addr) == nil {
			}
		})
	}
}
