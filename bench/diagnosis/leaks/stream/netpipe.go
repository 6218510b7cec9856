package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"bufio"
	"net"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "stream-net-pipe",
		Patterns:   []string{"pipe-abandoned", "socket-no-deadline"},
		Causes:     []string{".speak"},
		Places:     []catalog.Place{catalog.At(".speak", "select")},
		ProvenByGC: true,
		Start: func() {
			traffic.Sessions(20, 7*time.Second)
			workpool.Pool(7, 20*time.Millisecond, 50*time.Millisecond)
			pace.Requests(600*time.Millisecond, func() {
				here, there := net.Pipe()
				go speak(there)
				here.Write([]byte("hello\n"))
			})
		},
	})
}

func speak(c net.Conn) {
	lines := bufio.NewScanner(c)
	for lines.Scan() {
		continue
	}
}
