package network

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"time"

	"healthy.example/programs/stage"
)

// Telemetry reads lines from devices and hands them to shards.
var Telemetry = stage.Program{
	Name:  "device-telemetry",
	About: "a reader with a deadline, a heartbeat sleeper and an acknowledger for each device; 150 devices come and stay",
	Start: func(ctx context.Context, s *stage.Stage) error {
		ln, err := s.Listen()
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { ln.Close() })
		go acceptAll(ln, attach)
		return s.SendVisitors(ln.Addr().String())
	},
	Visit: func(ctx context.Context, addr string) {
		stage.Ramp(ctx, 200*time.Millisecond, 150, func(ctx context.Context, n int) { talk(ctx, addr, n) })
	},
}

type device struct {
	conn net.Conn
	acks chan int
	gone chan struct{}
}

func attach(conn net.Conn) {
	d := &device{conn: conn, acks: make(chan int), gone: make(chan struct{})}
	go d.read()
	go d.acknowledge()
	go d.beat()
}

func (d *device) read() {
	defer close(d.acks)
	defer close(d.gone)
	lines := bufio.NewReader(d.conn)
	for n := 0; ; n++ {
		d.conn.SetReadDeadline(time.Now().Add(time.Minute))
		if _, err := lines.ReadString('\n'); err != nil {
			return
		}
		d.acks <- n
	}
}

func (d *device) acknowledge() {
	defer d.conn.Close()
	for n := range d.acks {
		fmt.Fprintln(d.conn, "ack", n)
	}
}

func (d *device) beat() {
	for {
		select {
		case <-d.gone:
			return
		default:
			time.Sleep(5 * time.Second)
		}
	}
}
