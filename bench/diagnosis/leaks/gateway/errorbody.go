package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/traffic"
	"acme.example/platform/upstream"
	"fmt"
	"io"
	"net/http"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-body-of-errors",
		Patterns: []string{"http-body-not-closed"},
		Causes:   []string{"net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop"},
		Places:   []catalog.Place{catalog.At("net/http.(*persistConn).readLoop", "select")},
		Victims:  []string{"net/http.(*persistConn).writeLoop"},
		TrimPath: true,
		Start: func() {
			up := upstream.Start()
			traffic.Sessions(10, 4*time.Second)
			telemetry.Flusher(5, time.Second)
			c := &catalogue{base: up.HTTP, client: &http.Client{Timeout: time.Hour}}
			n := 0
			pace.Every(100*time.Millisecond, func() {
				n++
				c.item(n)
			})
		},
	})
}

type catalogue struct {
	base   string
	client *http.Client
}

// item closes the body of what is there, and not of what is missing.
func (c *catalogue) item(n int) error {
	path := "/items"
	if n%8 == 0 {
		path = "/missing"
	}
	resp, err := c.client.Get(c.base + path)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("item %d: %s", n, resp.Status)
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
