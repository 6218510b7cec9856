// Package partner stands in for the services of other companies that this program talks to, on loopback.
//
// A connection that has nothing to say costs no goroutine here: seen from outside, the program is alone with its own
// side of it, as if the other side were on another machine.
package partner

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// sweepAtMost is how many of the open connections are looked at with each new one, to drop those whose client left.
const sweepAtMost = 2

// Server takes connections from its first use until the program ends.
type Server struct {
	// Answer talks to a client until it has no more to say; the connection then stays open, in silence. Nil never
	// says anything. It is given a connection for itself, in a goroutine of its own.
	Answer func(net.Conn)

	once    sync.Once
	address string
	err     error
	busy    atomic.Int64

	mu     sync.Mutex
	silent []net.Conn
}

// Address opens the server, and returns where it listens.
func (s *Server) Address() (string, error) {
	s.once.Do(func() {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			s.err = err
			return
		}
		s.address = listener.Addr().String()
		s.busy.Add(1)
		go s.accept(listener)
	})
	return s.address, s.err
}

// Goroutines is how many goroutines the server has.
func (s *Server) Goroutines() int { return int(s.busy.Load()) }

func (s *Server) accept(listener net.Listener) {
	defer s.busy.Add(-1)
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		s.sweep()
		if s.Answer == nil {
			s.keep(connection)
			continue
		}
		s.busy.Add(1)
		go func() {
			defer s.busy.Add(-1)
			s.Answer(connection)
			s.keep(connection)
		}()
	}
}

func (s *Server) keep(connection net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = append(s.silent, connection)
}

// sweep looks at the connections that were looked at the longest time ago.
func (s *Server) sweep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range min(sweepAtMost, len(s.silent)) {
		connection := s.silent[0]
		s.silent = s.silent[1:]
		if hasLeft(connection) {
			connection.Close()
		} else {
			s.silent = append(s.silent, connection)
		}
	}
}

func hasLeft(connection net.Conn) bool {
	var unread [512]byte
	connection.SetReadDeadline(time.Now().Add(time.Millisecond))
	for {
		if _, err := connection.Read(unread[:]); err != nil {
			timeout, ok := err.(net.Error)
			return !ok || !timeout.Timeout()
		}
	}
}
