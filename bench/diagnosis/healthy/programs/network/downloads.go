package network

import (
	"context"
	"io"
	"net/http"
	"time"

	"healthy.example/programs/stage"
)

// Downloads are written as fast as slow readers take them.
var Downloads = stage.Program{
	Name:  "slow-clients",
	About: "handlers that wait to write to people with slow lines; more and more of them, for half a minute each",
	Start: func(ctx context.Context, s *stage.Stage) error {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /image", sendImage)
		mux.HandleFunc("POST /image", receiveImage)
		addr, err := s.ServeHTTP(ctx, mux)
		if err != nil {
			return err
		}
		return s.SendVisitors(addr)
	},
	Visit: func(ctx context.Context, addr string) {
		client := &http.Client{Transport: &http.Transport{ReadBufferSize: 4096}}
		stage.Arrivals(ctx, 300*time.Millisecond, func(ctx context.Context, n int) {
			if n%3 == 0 {
				uploadSlowly(ctx, client, "http://"+addr+"/image")
			} else {
				downloadSlowly(ctx, client, "http://"+addr+"/image")
			}
		})
	},
}

func sendImage(w http.ResponseWriter, r *http.Request) {
	block := make([]byte, 64<<10)
	for range 400 {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func receiveImage(_ http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
}

func downloadSlowly(ctx context.Context, client *http.Client, url string) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return
	}
	response, err := client.Do(request)
	if err != nil {
		return
	}
	defer response.Body.Close()
	for stage.Pause(ctx, 200*time.Millisecond) {
		if _, err := io.CopyN(io.Discard, response.Body, 32<<10); err != nil {
			return
		}
	}
}

func uploadSlowly(ctx context.Context, client *http.Client, url string) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	body, pen := io.Pipe()
	go func() {
		defer pen.Close()
		for stage.Pause(ctx, 200*time.Millisecond) {
			if _, err := pen.Write(make([]byte, 1024)); err != nil {
				return
			}
		}
	}()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, body)
	if err != nil {
		return
	}
	response, err := client.Do(request)
	if err == nil {
		response.Body.Close()
	}
}
