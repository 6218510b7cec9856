package upstream

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"time"

	"healthy.example/programs/stage"
)

// Sessions keeps connections to a cache, and each alive.
var Sessions = stage.Program{
	Name:  "own-connection-pool",
	About: "a pool of up to 24 connections to a cache, opened as traffic grows, each with a reader and a pinging goroutine",
	Start: func(ctx context.Context, s *stage.Stage) error {
		ln, err := s.Listen()
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { ln.Close() })
		go answerAll(ln)
		p := &pool{addr: ln.Addr().String(), idle: make(chan *cacheConn, 24)}
		go stage.Ramp(ctx, time.Second, 24, func(ctx context.Context, _ int) { p.useForever(ctx) })
		return nil
	},
}

func answerAll(ln net.Listener) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		go answer(conn)
	}
}

func answer(conn net.Conn) {
	defer conn.Close()
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		fmt.Fprintln(conn, "value of", lines.Text())
	}
}

type pool struct {
	addr string
	idle chan *cacheConn
}

type cacheConn struct {
	conn   net.Conn
	values chan string
}

func (p *pool) useForever(ctx context.Context) {
	for stage.Pause(ctx, 50*time.Millisecond) {
		c, err := p.take(ctx)
		if err != nil {
			return
		}
		fmt.Fprintln(c.conn, "session")
		if _, open := <-c.values; !open {
			return
		}
		stage.Pause(ctx, 300*time.Millisecond)
		p.idle <- c
	}
}

func (p *pool) take(ctx context.Context) (*cacheConn, error) {
	select {
	case c := <-p.idle:
		return c, nil
	default:
	}
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		return nil, err
	}
	c := &cacheConn{conn: conn, values: make(chan string)}
	go c.read()
	go c.ping(ctx)
	return c, nil
}

func (c *cacheConn) read() {
	defer close(c.values)
	lines := bufio.NewScanner(c.conn)
	for lines.Scan() {
		if lines.Text() != "value of ping" {
			c.values <- lines.Text()
		}
	}
}

func (c *cacheConn) ping(ctx context.Context) {
	defer c.conn.Close()
	ticker := time.NewTicker(4 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if _, err := fmt.Fprintln(c.conn, "ping"); err != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}
