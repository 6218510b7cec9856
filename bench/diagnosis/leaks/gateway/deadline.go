package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/traffic"
	"acme.example/platform/upstream"
	"net/http"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-call-without-deadline",
		Patterns: []string{"http-no-deadline"},
		Causes:   []string{".(*forwarder).forward"},
		Places:   []catalog.Place{catalog.At(".(*forwarder).forward", "select")},
		Victims:  []string{"net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop"},
		Start: func() {
			up := upstream.Start()
			traffic.HTTP(10, 9*time.Second)
			telemetry.Subscribers(8, 120*time.Millisecond)
			f := &forwarder{target: up.HTTP + "/hang"}
			pace.Requests(time.Second, func() { f.forward() })
		},
	})
}

type forwarder struct{ target string }

func (f *forwarder) forward() error {
	resp, err := http.Get(f.target)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
