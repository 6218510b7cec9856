package network

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"healthy.example/programs/stage"
)

// Drain stops taking requests after a while and waits for those under way.
var Drain = stage.Program{
	Name:  "graceful-drain",
	About: "60 requests under way; 12 s after the start the server begins to shut down, and waits for the last one",
	Start: func(ctx context.Context, s *stage.Stage) error {
		ln, err := s.Listen()
		if err != nil {
			return err
		}
		mux := http.NewServeMux()
		mux.HandleFunc("GET /report", report)
		server := &http.Server{Handler: mux}
		go server.Serve(ln)
		go shutDownLater(ctx, server)
		return s.SendVisitors(ln.Addr().String())
	},
	Visit: func(ctx context.Context, addr string) {
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}
		stage.Ramp(ctx, 20*time.Millisecond, 60, func(ctx context.Context, n int) {
			for fetch(ctx, client, fmt.Sprintf("http://%s/report?seconds=%d", addr, 3+n%15)) == nil {
			}
		})
	},
}

func report(w http.ResponseWriter, r *http.Request) {
	var seconds int
	fmt.Sscan(r.FormValue("seconds"), &seconds)
	for page := range seconds {
		if !stage.Pause(r.Context(), time.Second) {
			return
		}
		fmt.Fprintln(w, "page", page)
	}
}

func shutDownLater(ctx context.Context, server *http.Server) {
	if !stage.Pause(ctx, 12*time.Second) {
		return
	}
	patience, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	server.Shutdown(patience)
}
