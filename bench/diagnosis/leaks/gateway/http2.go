package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/upstream"
	"acme.example/platform/workpool"
	"net/http"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-http2-body",
		Patterns: []string{"http2-body-not-closed", "http-body-not-closed"},
		Causes: []string{
			"net/http.(*http2clientStream).writeRequest",
			"net/http/internal/http2.(*clientStream).writeRequest",
			"net/http.(*http2clientStream).doRequest",
			"net/http/internal/http2.(*clientStream).doRequest",
		},
		Places: []catalog.Place{{
			Functions: []string{
				"net/http.(*http2clientStream).writeRequest",
				"net/http/internal/http2.(*clientStream).writeRequest",
			},
			Families: []string{"select"},
		}},
		Start: func() {
			up := upstream.Start()
			client := upstream.Client2()
			workpool.Pipeline(5, 30*time.Millisecond)
			telemetry.Reporters(8, 500*time.Millisecond)
			pace.Requests(400*time.Millisecond, func() { follow(client, up.HTTP2+"/stream") })
		},
	})
}

// follow looks at the headers of a feed only.
func follow(client *http.Client, url string) string {
	resp, err := client.Get(url)
	if err != nil {
		return err.Error()
	}
	return resp.Header.Get("Content-Type")
}
