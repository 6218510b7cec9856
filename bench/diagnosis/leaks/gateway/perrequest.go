package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/upstream"
	"acme.example/platform/workpool"
	"io"
	"net/http"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-transport-per-request",
		Patterns: []string{"http-transport-per-request"},
		Causes:   []string{"net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop"},
		Places:   []catalog.Place{catalog.At("net/http.(*persistConn).readLoop", "IO wait", "select")},
		Victims:  []string{"net/http.(*persistConn).writeLoop"},
		Start: func() {
			up := upstream.Start()
			workpool.FanOut(12, 500*time.Millisecond)
			workpool.Contention(8, 10*time.Millisecond)
			pace.Requests(333*time.Millisecond, func() { register(up.HTTP + "/items") })
		},
	})
}

// register makes a client of its own for each call, whose idle connection stays.
func register(url string) error {
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 10}, Timeout: 2 * time.Second}
	resp, err := client.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
