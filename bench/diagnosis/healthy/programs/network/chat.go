// Package network has servers with goroutines for each connection.
package network

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Chat has a reader and a writer for each guest, who keep coming.
var Chat = stage.Program{
	Name:  "chat-rooms",
	About: "a reader and a writer that ranges over an outbox for each connection; guests come for minutes",
	Start: func(ctx context.Context, s *stage.Stage) error {
		ln, err := s.Listen()
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { ln.Close() })
		lobby := &lobby{rooms: map[int]*room{}}
		go lobby.accept(ln)
		return s.SendVisitors(ln.Addr().String())
	},
	Visit: func(ctx context.Context, addr string) {
		stage.Ramp(ctx, 300*time.Millisecond, 400, func(ctx context.Context, n int) { talk(ctx, addr, n) })
	},
}

func talk(ctx context.Context, addr string, n int) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	defer conn.Close()
	go io.Copy(io.Discard, conn)
	for stage.Pause(ctx, time.Second) {
		if _, err := fmt.Fprintf(conn, "guest %d says hello\n", n); err != nil {
			return
		}
	}
}

type lobby struct {
	rooms map[int]*room
	next  int
}

func (l *lobby) accept(ln net.Listener) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		l.next++
		number := l.next % 8
		if l.rooms[number] == nil {
			l.rooms[number] = &room{guests: map[*guest]bool{}}
		}
		go admit(l.rooms[number], conn)
	}
}

// admit starts what a guest needs, and is gone.
func admit(r *room, conn net.Conn) {
	g := &guest{conn: conn, outbox: make(chan string, 16)}
	r.enter(g)
	go g.read(r)
	go g.write()
}

type room struct {
	mu     sync.Mutex
	guests map[*guest]bool
}

func (r *room) enter(g *guest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.guests[g] = true
}

func (r *room) leave(g *guest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.guests, g)
	close(g.outbox)
}

func (r *room) say(line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for g := range r.guests {
		select {
		case g.outbox <- line:
		default:
		}
	}
}

type guest struct {
	conn   net.Conn
	outbox chan string
}

func (g *guest) read(r *room) {
	defer r.leave(g)
	lines := bufio.NewScanner(g.conn)
	for lines.Scan() {
		r.say(lines.Text())
	}
}

func (g *guest) write() {
	defer g.conn.Close()
	for line := range g.outbox {
		if _, err := fmt.Fprintln(g.conn, line); err != nil {
			return
		}
	}
}
