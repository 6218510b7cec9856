// Package traffic is healthy traffic over the loopback: an HTTP server with clients that come and go, and long sessions.
package traffic

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// HTTP runs a server and clients that come and go in waves of so many, each wave over so long.
func HTTP(clients int, wave time.Duration) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /items/{id}", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(around(30 * time.Millisecond)):
			fmt.Fprintf(w, "item %s\n", r.PathValue("id"))
		case <-r.Context().Done():
		}
	})
	base := Serve(mux)
	go func() {
		for {
			var wg sync.WaitGroup
			for range clients {
				wg.Go(func() { customer(base, around(wave/2)) })
				time.Sleep(wave / time.Duration(2*clients))
			}
			wg.Wait()
		}
	}()
}

func customer(base string, stays time.Duration) {
	client := &http.Client{Transport: &http.Transport{}, Timeout: 5 * time.Second}
	defer client.CloseIdleConnections()
	for end := time.Now().Add(stays); time.Now().Before(end); time.Sleep(around(150 * time.Millisecond)) {
		Get(client, fmt.Sprintf("%s/items/%d", base, rand.IntN(100)))
	}
}

// Serve serves on a free port of the loopback, and returns the address.
func Serve(h http.Handler) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	go server.Serve(l)
	return "http://" + l.Addr().String()
}

// Get reads a page to its end.
func Get(client *http.Client, url string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// Sessions keeps n line-based sessions open, of which now and then one ends and another begins.
func Sessions(n int, lives time.Duration) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go echo(c)
		}
	}()
	for range n {
		go func() {
			for {
				visit(l.Addr().String(), around(lives))
			}
		}()
	}
}

func echo(c net.Conn) {
	defer c.Close()
	lines := bufio.NewScanner(c)
	for lines.Scan() {
		fmt.Fprintln(c, lines.Text())
	}
}

func visit(addr string, lives time.Duration) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		time.Sleep(time.Second)
		return
	}
	defer c.Close()
	lines := bufio.NewReader(c)
	for end := time.Now().Add(lives); time.Now().Before(end); time.Sleep(around(200 * time.Millisecond)) {
		fmt.Fprintln(c, "hello")
		if _, err := lines.ReadString('\n'); err != nil {
			return
		}
	}
}

func around(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.5 + rand.Float64()))
}
