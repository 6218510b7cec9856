package network

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"

	"healthy.example/programs/stage"
)

// Replay sends each reader the log as fast as the reader takes it.
var Replay = stage.Program{
	Name:  "slow-readers-send",
	About: "for each connection a producer that waits to send to a writer that waits for a slow reader; whoever accepted is gone",
	Start: func(ctx context.Context, s *stage.Stage) error {
		ln, err := s.Listen()
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { ln.Close() })
		go acceptAll(ln, replay)
		return s.SendVisitors(ln.Addr().String())
	},
	Visit: func(ctx context.Context, addr string) {
		stage.Ramp(ctx, 350*time.Millisecond, 250, func(ctx context.Context, _ int) { readSlowly(ctx, addr) })
	},
}

func readSlowly(ctx context.Context, addr string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	defer conn.Close()
	for stage.Pause(ctx, time.Second) {
		if _, err := io.CopyN(io.Discard, conn, 64<<10); err != nil {
			return
		}
	}
}

func replay(conn net.Conn) {
	entries, gone := make(chan []byte), make(chan struct{})
	go readLog(entries, gone)
	go writeEntries(conn, entries, gone)
}

// readLog hands over entries until the writer is gone, which then takes the last one.
func readLog(entries chan<- []byte, gone <-chan struct{}) {
	defer close(entries)
	for n := 0; ; n++ {
		select {
		case <-gone:
			return
		default:
			entries <- fmt.Appendf(nil, "%32768d", n)
		}
	}
}

func writeEntries(conn net.Conn, entries <-chan []byte, gone chan<- struct{}) {
	defer conn.Close()
	for entry := range entries {
		if _, err := conn.Write(entry); err != nil {
			break
		}
	}
	close(gone)
	for range entries {
	}
}
