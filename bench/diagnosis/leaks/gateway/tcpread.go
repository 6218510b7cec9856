package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/upstream"
	"acme.example/platform/workpool"
	"net"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-socket-read",
		Patterns: []string{"socket-no-deadline"},
		Causes:   []string{".(*device).readStatus"},
		Places:   []catalog.Place{catalog.At(".(*device).readStatus", "IO wait")},
		Start: func() {
			up := upstream.Start()
			workpool.Saturated(5, 70*time.Millisecond)
			telemetry.Subscribers(15, 90*time.Millisecond)
			pace.Requests(time.Second, func() { (&device{addr: up.Silent}).readStatus() })
		},
	})
}

type device struct{ addr string }

// readStatus waits for a device that may be switched off.
func (d *device) readStatus() (byte, error) {
	c, err := net.Dial("tcp", d.addr)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	var status [1]byte
	_, err = c.Read(status[:])
	return status[0], err
}
