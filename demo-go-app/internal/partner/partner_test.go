package partner

import (
	"net"
	"testing"
	"time"
)

func dial(t *testing.T, server *Server) net.Conn {
	t.Helper()
	address, err := server.Address()
	if err != nil {
		t.Fatal(err)
	}
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	return connection
}

func TestConnectionsThatSayNothingCostNoGoroutineAndStayOpen(t *testing.T) {
	var server Server
	connections := make([]net.Conn, 8)
	for i := range connections {
		connections[i] = dial(t, &server)
	}
	if n := server.Goroutines(); n != 1 {
		t.Errorf("%d goroutines", n)
	}
	for _, connection := range connections {
		connection.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
		_, err := connection.Read(make([]byte, 1))
		if timeout, ok := err.(net.Error); !ok || !timeout.Timeout() {
			t.Errorf("the server ended the connection: %v", err)
		}
	}
}

func TestConnectionsWhoseClientLeftAreDroppedWithTime(t *testing.T) {
	var server Server
	for range 200 {
		dial(t, &server).Close()
	}
	deadline := time.Now().Add(10 * time.Second)
	for {
		dial(t, &server).Close()
		server.mu.Lock()
		kept := len(server.silent)
		server.mu.Unlock()
		if kept < 20 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d connections are kept", kept)
		}
	}
}
