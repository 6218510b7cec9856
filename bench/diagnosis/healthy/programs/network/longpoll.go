package network

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// LongPoll lets each request wait for news.
var LongPoll = stage.Program{
	Name:  "long-poll",
	About: "requests wait up to 50 s for news; more and more people ask",
	Start: func(ctx context.Context, s *stage.Stage) error {
		b := &board{changed: make(chan struct{})}
		mux := http.NewServeMux()
		mux.HandleFunc("GET /news", b.news)
		addr, err := s.ServeHTTP(ctx, mux)
		if err != nil {
			return err
		}
		go b.edit(ctx)
		return s.SendVisitors(addr)
	},
	Visit: func(ctx context.Context, addr string) {
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1000}}
		stage.Ramp(ctx, 250*time.Millisecond, 400, func(ctx context.Context, _ int) {
			for fetch(ctx, client, "http://"+addr+"/news") == nil {
			}
		})
	},
}

// fetch reads one answer to its end.
func fetch(ctx context.Context, client *http.Client, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

type board struct {
	mu      sync.Mutex
	changed chan struct{}
	edition int
}

func (b *board) edit(ctx context.Context) {
	for stage.Pause(ctx, 45*time.Second) {
		b.mu.Lock()
		close(b.changed)
		b.changed = make(chan struct{})
		b.edition++
		b.mu.Unlock()
	}
}

func (b *board) news(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	changed := b.changed
	b.mu.Unlock()
	timeout := time.NewTimer(50 * time.Second)
	defer timeout.Stop()
	select {
	case <-changed:
		fmt.Fprintln(w, "news")
	case <-timeout.C:
		w.WriteHeader(http.StatusNoContent)
	case <-r.Context().Done():
	}
}
