// Package upstream asks another service, which for this program is a small server of its own on loopback.
package upstream

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// HTTPBodyNotClosed asks the other service for its exchange rates.
//
// What goes wrong: the body of the answer is neither read to its end nor closed. The connection cannot be used again,
// and the two goroutines that the client keeps for it wait for somebody to read on. Put right, the body is drained
// and closed with defer, right after the error check.
var HTTPBodyNotClosed = scenario.Scenario{
	Name:    "http-body-not-closed",
	Shows:   "the body of an HTTP response is not closed; its connection and two goroutines stay",
	Pattern: "http-body-not-closed",
	Starts:  10,
	Besides: func() int { return int(rates.goroutines.Load()) },
	Variants: []scenario.Variant{
		{Name: "leaky", Start: fetchRates, Leaves: []scenario.Group{
			{Family: "select", Leaf: "net/http.(*persistConn).readLoop", PerStart: 1, Cause: true},
			{Family: "select", Leaf: "net/http.(*persistConn).writeLoop", PerStart: 1, Cause: true},
		}},
		{Name: "fixed", Start: fetchRatesAndClose},
	},
}

// The client is shared, as it should be; its idle connections go soon, so that only what leaks stays.
var client = &http.Client{Transport: &http.Transport{IdleConnTimeout: 200 * time.Millisecond}}

func fetchRates(ctx context.Context) error {
	response, err := get(ctx)
	if err != nil {
		return err
	}
	return expectOK(response)
}

func fetchRatesAndClose(ctx context.Context) error {
	response, err := get(ctx)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	return expectOK(response)
}

func get(ctx context.Context) (*http.Response, error) {
	url, err := rates.open()
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	return client.Do(request)
}

func expectOK(response *http.Response) error {
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("rates: %s", response.Status)
	}
	return nil
}

// server is the other service. It starts with the first question and drops connections that are idle, so that what
// stays is on the client's side.
type server struct {
	once       sync.Once
	url        string
	err        error
	goroutines atomic.Int64
}

var rates server

func (s *server) open() (string, error) {
	s.once.Do(func() {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			s.err = err
			return
		}
		s.url = "http://" + listener.Addr().String() + "/rates"
		service := &http.Server{
			Handler:           http.HandlerFunc(s.answer),
			ConnState:         s.count,
			IdleTimeout:       200 * time.Millisecond,
			ReadHeaderTimeout: time.Second,
		}
		s.goroutines.Add(1)
		go service.Serve(listener)
	})
	return s.url, s.err
}

func (s *server) answer(w http.ResponseWriter, _ *http.Request) {
	io.WriteString(w, strings.Repeat("EUR 1.0000\n", 400))
}

func (s *server) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.goroutines.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.goroutines.Add(-1)
	}
}
