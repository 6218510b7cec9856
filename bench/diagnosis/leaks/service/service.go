// Package service holds services with handlers, sessions and pools, each with a fault on one of its ways out.
package service

import (
	"acme.example/platform/traffic"
	"io"
	"math/rand/v2"
	"net/http"
	"time"
)

// visitors call a handler so often in the mean, over connections that are kept for the next call.
func visitors(interval time.Duration, handler http.HandlerFunc) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", handler)
	base := traffic.Serve(mux)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8, IdleConnTimeout: 4 * time.Second}}
	go func() {
		for {
			time.Sleep(time.Duration(rand.ExpFloat64() * float64(interval)))
			go visit(client, base)
		}
	}()
}

func visit(client *http.Client, base string) {
	res, err := client.Get(base + "/")
	if err != nil {
		return
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
}

// oneIn is true in one of so many cases.
func oneIn(n int) bool { return rand.IntN(n) == 0 }

func upTo(most time.Duration) time.Duration { return rand.N(most) }
