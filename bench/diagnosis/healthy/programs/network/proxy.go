package network

import (
	"context"
	"io"
	"net"
	"time"

	"healthy.example/programs/stage"
)

// Proxy copies in both directions for each connection.
var Proxy = stage.Program{
	Name:  "tcp-proxy",
	About: "two copying goroutines for each connection, and one that waits for them; connections ramp up",
	Start: func(ctx context.Context, s *stage.Stage) error {
		upstream, err := s.Listen()
		if err != nil {
			return err
		}
		front, err := s.Listen()
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { front.Close(); upstream.Close() })
		go acceptAll(upstream, echo)
		go acceptAll(front, func(conn net.Conn) { forward(conn, upstream.Addr().String()) })
		return s.SendVisitors(front.Addr().String())
	},
	Visit: func(ctx context.Context, addr string) {
		stage.Ramp(ctx, 400*time.Millisecond, 300, func(ctx context.Context, _ int) { pingPong(ctx, addr) })
	},
}

func acceptAll(ln net.Listener, serve func(net.Conn)) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		go serve(conn)
	}
}

func echo(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}

func forward(client net.Conn, to string) {
	defer client.Close()
	server, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer server.Close()
	done := make(chan error, 2)
	go copyHalf(server, client, done)
	go copyHalf(client, server, done)
	<-done
}

func copyHalf(to, from net.Conn, done chan<- error) {
	_, err := io.Copy(to, from)
	done <- err
}

// pingPong sends a line and waits for its echo, again and again.
func pingPong(ctx context.Context, addr string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	defer conn.Close()
	answer := make([]byte, 64)
	for stage.Pause(ctx, 500*time.Millisecond) {
		if _, err := conn.Write([]byte("ping\n")); err != nil {
			return
		}
		if _, err := conn.Read(answer); err != nil {
			return
		}
	}
}
