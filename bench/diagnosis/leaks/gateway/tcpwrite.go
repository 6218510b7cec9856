package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/upstream"
	"net"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-socket-write",
		Patterns: []string{"socket-no-deadline"},
		Causes:   []string{".push"},
		Places:   []catalog.Place{catalog.At(".push", "IO wait")},
		Start: func() {
			up := upstream.Start()
			traffic.HTTP(16, 7*time.Second)
			pace.Bursts(4, 4*time.Second, func() { push(up.Silent) })
		},
	})
}

// push sends more than fits into the buffers of a peer that does not read.
func push(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.Write(make([]byte, 16<<20))
	return err
}
