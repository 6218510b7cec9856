package service

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "service-hub-writer-left",
		Patterns:   []string{"range-never-closed"},
		Causes:     []string{".(*listener).write"},
		Places:     []catalog.Place{catalog.At(".(*listener).write", "chan receive")},
		ProvenByGC: true,
		TrimPath:   true,
		Start: func() {
			traffic.HTTP(10, 6*time.Second)
			h := &hub{listeners: map[*listener]struct{}{}}
			pace.Every(300*time.Millisecond, h.announce)
			pace.Requests(250*time.Millisecond, func() { listen(h) })
		},
	})
}

type listener struct {
	net.Conn
	lines chan string
}

type hub struct {
	mu        sync.Mutex
	listeners map[*listener]struct{}
}

func (h *hub) announce() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.listeners {
		select {
		case l.lines <- "tick":
		default:
		}
	}
}

var errQuit = errors.New("quit")

// attach serves a listener until it has gone. Who leaves with an error is forgotten before its channel is closed.
func (h *hub) attach(conn net.Conn) error {
	l := &listener{conn, make(chan string, 16)}
	h.mu.Lock()
	h.listeners[l] = struct{}{}
	h.mu.Unlock()
	go l.write()
	err := l.read()
	h.mu.Lock()
	delete(h.listeners, l)
	h.mu.Unlock()
	if err != nil {
		return err
	}
	close(l.lines)
	return nil
}

func (l *listener) read() error {
	lines := bufio.NewScanner(l)
	for lines.Scan() {
		if lines.Text() == "quit" {
			return errQuit
		}
	}
	return lines.Err()
}

func (l *listener) write() {
	for line := range l.lines {
		l.SetWriteDeadline(time.Now().Add(time.Second))
		fmt.Fprintln(l, line)
	}
	l.Close()
}

// listen is one who stays for a while; one of three quits.
func listen(h *hub) {
	here, there := net.Pipe()
	defer here.Close()
	go h.attach(there)
	go io.Copy(io.Discard, here)
	time.Sleep(time.Duration(rand.ExpFloat64() * float64(4*time.Second)))
	if oneIn(3) {
		fmt.Fprintln(here, "quit")
	}
}
