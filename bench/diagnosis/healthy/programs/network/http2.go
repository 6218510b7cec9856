package network

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"healthy.example/programs/stage"
)

// Streams are many on each HTTP/2 connection, on both sides.
var Streams = stage.Program{
	Name:  "http2-streams",
	About: "an HTTP/2 gateway with many streams in flight to its upstream, and from its visitors; more and more, then steady",
	Start: func(ctx context.Context, s *stage.Stage) error {
		upstream, err := serveHTTP2(ctx, s, func(w http.ResponseWriter, r *http.Request) {
			for range 5 {
				if !stage.Pause(r.Context(), time.Second) {
					return
				}
				fmt.Fprintln(w, "part of a report")
				w.(http.Flusher).Flush()
			}
		})
		if err != nil {
			return err
		}
		client := http2Client()
		front, err := serveHTTP2(ctx, s, func(w http.ResponseWriter, r *http.Request) {
			if fetch(r.Context(), client, "http://"+upstream) != nil {
				w.WriteHeader(http.StatusBadGateway)
			}
		})
		if err != nil {
			return err
		}
		return s.SendVisitors(front)
	},
	Visit: func(ctx context.Context, addr string) {
		client := http2Client()
		stage.Ramp(ctx, 400*time.Millisecond, 60, func(ctx context.Context, _ int) {
			for fetch(ctx, client, "http://"+addr) == nil {
			}
		})
	},
}

func serveHTTP2(ctx context.Context, s *stage.Stage, handler http.HandlerFunc) (string, error) {
	ln, err := s.Listen()
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: handler, Protocols: unencryptedHTTP2()}
	context.AfterFunc(ctx, func() { server.Close() })
	go server.Serve(ln)
	return ln.Addr().String(), nil
}

func http2Client() *http.Client {
	return &http.Client{Transport: &http.Transport{Protocols: unencryptedHTTP2()}}
}

func unencryptedHTTP2() *http.Protocols {
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	return &protocols
}
