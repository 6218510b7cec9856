// Package upstream has services that are clients of others: HTTP connections, a database, a pool of their own.
package upstream

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"healthy.example/programs/stage"
)

// WarmUp opens more connections as its traffic grows.
var WarmUp = stage.Program{
	Name:  "http-client-warms-up",
	About: "an http.Client whose traffic grows for 25 s: one more caller every half second, each connection kept for the next",
	Start: func(ctx context.Context, s *stage.Stage) error {
		addr, err := s.ServeHTTP(ctx, slowly(150*time.Millisecond))
		if err != nil {
			return err
		}
		c := newCatalogue(addr)
		go stage.Ramp(ctx, 500*time.Millisecond, 50, func(ctx context.Context, _ int) { c.refresh(ctx) })
		return nil
	},
}

// Crawl has many requests in flight to a slow server.
var Crawl = stage.Program{
	Name:  "crawler-in-flight",
	About: "30 requests in flight to a server that takes 2 to 6 s; a fresh goroutine for each page",
	Start: func(ctx context.Context, s *stage.Stage) error {
		addr, err := s.ServeHTTP(ctx, slowly(4*time.Second))
		if err != nil {
			return err
		}
		c := newCatalogue(addr)
		go stage.Arrivals(ctx, 130*time.Millisecond, func(ctx context.Context, n int) { c.fetch(ctx, n) })
		return nil
	},
}

// slowly answers after about d, and writes the second half of the answer later than the first.
func slowly(d time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		stage.Pause(r.Context(), d/2)
		fmt.Fprintln(w, "half of a page")
		w.(http.Flusher).Flush()
		stage.Pause(r.Context(), d/2)
		fmt.Fprintln(w, "the rest")
	}
}

type catalogue struct {
	client http.Client
	url    string
}

func newCatalogue(addr string) *catalogue {
	transport := &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: 90 * time.Second}
	return &catalogue{client: http.Client{Transport: transport, Timeout: 10 * time.Second}, url: "http://" + addr}
}

func (c *catalogue) refresh(ctx context.Context) {
	for n := 0; c.fetch(ctx, n) == nil; n++ {
	}
}

func (c *catalogue) fetch(ctx context.Context, page int) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/%d", c.url, page), nil)
	if err != nil {
		return err
	}
	response, err := c.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
