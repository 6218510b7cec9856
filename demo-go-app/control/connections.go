package control

import (
	"net"
	"net/http"
	"sync"
)

// Connections counts the connections of an HTTP server, for which net/http keeps one goroutine each, and a second
// one (connReader.backgroundRead) while a request without a body, or with a body that was read, is being answered.
type Connections struct {
	mu     sync.Mutex
	states map[net.Conn]http.ConnState
}

// Watch is for the ConnState field of a server.
func (c *Connections) Watch(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.states == nil {
		c.states = make(map[net.Conn]http.ConnState)
	}
	if state == http.StateClosed || state == http.StateHijacked {
		delete(c.states, conn)
		return
	}
	c.states[conn] = state
}

// Count returns how many connections are open, and how many of them are in the middle of a request.
func (c *Connections) Count() (open, active int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, state := range c.states {
		if state == http.StateActive {
			active++
		}
	}
	return len(c.states), active
}
