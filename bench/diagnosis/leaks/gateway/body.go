package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/upstream"
	"acme.example/platform/workpool"
	"net/http"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-body-not-closed",
		Patterns: []string{"http-body-not-closed"},
		Causes:   []string{"net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop"},
		Places:   []catalog.Place{catalog.At("net/http.(*persistConn).readLoop", "select")},
		Victims:  []string{"net/http.(*persistConn).writeLoop"},
		Start: func() {
			up := upstream.Start()
			traffic.HTTP(8, 6*time.Second)
			workpool.Pool(10, 40*time.Millisecond, 120*time.Millisecond)
			pace.Requests(500*time.Millisecond, func() { probe(up.HTTP + "/report") })
		},
	})
}

// probe is content with the status.
func probe(url string) bool {
	resp, err := http.Get(url)
	return err == nil && resp.StatusCode == http.StatusOK
}
