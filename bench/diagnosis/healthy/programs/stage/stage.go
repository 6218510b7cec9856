package stage

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
)

// Stage is where one program runs.
type Stage struct{ program string }

// held are the write ends of the visitors' stdin, so that visitors end when this process does. A file that nothing
// refers to would be closed by the garbage collector.
var held []*os.File

// New returns the place for the program of that name.
func New(program string) *Stage {
	return &Stage{program: program}
}

// Listen takes a free port on loopback.
func (s *Stage) Listen() (net.Listener, error) {
	return net.Listen("tcp", "127.0.0.1:0")
}

// ServeHTTP answers requests with handler until ctx ends, and returns the address.
func (s *Stage) ServeHTTP(ctx context.Context, handler http.Handler) (string, error) {
	ln, err := s.Listen()
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: handler}
	context.AfterFunc(ctx, func() { server.Close() })
	go func() {
		if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	return ln.Addr().String(), nil
}

// SendVisitors starts the program's visitors in a process of their own.
func (s *Stage) SendVisitors(addr string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	stdin, hold, err := os.Pipe()
	if err != nil {
		return err
	}
	defer stdin.Close()
	visitors := exec.Command(self, "-program", s.program, "-visit", addr)
	visitors.Stdin, visitors.Stderr = stdin, os.Stderr
	if err := visitors.Start(); err != nil {
		hold.Close()
		return err
	}
	held = append(held, hold)
	return nil
}
