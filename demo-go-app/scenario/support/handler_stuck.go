// Package support lets customers talk to somebody.
package support

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// HandlerStuck holds a customer's request until somebody at the desk has an answer.
//
// What goes wrong: the handler waits for the answer alone. The customer loses patience and closes the connection, which
// the handler never hears of. Put right, it also waits for the context of the request.
var HandlerStuck = scenario.Scenario{
	Name:    "handler-stuck",
	Shows:   "an HTTP handler waits on for an answer whose asker has hung up",
	Pattern: "handler-stuck",
	Starts:  10,
	Besides: func() int { return int(desk.goroutines.Load()) },
	Variants: []scenario.Variant{
		{Name: "leaky", Start: askDesk, Leaves: []scenario.Group{{
			Family:   "chan receive",
			Function: "gorowatch.dev/demo-go-app/scenario/support.(*Desk).chat",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: askDeskUntilHungUp},
	},
}

const patience = 50 * time.Millisecond

// Desk knows who waits for which answer.
type Desk struct {
	once       sync.Once
	address    string
	err        error
	goroutines atomic.Int64

	mu      sync.Mutex
	waiting []chan string
}

var desk Desk

func (d *Desk) enqueue() chan string {
	d.mu.Lock()
	defer d.mu.Unlock()
	answer := make(chan string, 1)
	d.waiting = append(d.waiting, answer)
	return answer
}

func (d *Desk) leave(answer chan string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.waiting {
		if d.waiting[i] == answer {
			d.waiting = append(d.waiting[:i], d.waiting[i+1:]...)
			return
		}
	}
}

func (d *Desk) chat(w http.ResponseWriter, _ *http.Request) {
	answer := d.enqueue()
	defer d.leave(answer)
	w.Write([]byte(<-answer))
}

func (d *Desk) chatUntilHungUp(w http.ResponseWriter, r *http.Request) {
	answer := d.enqueue()
	defer d.leave(answer)
	select {
	case text := <-answer:
		w.Write([]byte(text))
	case <-r.Context().Done():
	}
}

func (d *Desk) open() (string, error) {
	d.once.Do(func() {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			d.err = err
			return
		}
		d.address = listener.Addr().String()
		mux := http.NewServeMux()
		mux.HandleFunc("/chat", d.chat)
		mux.HandleFunc("/patient-chat", d.chatUntilHungUp)
		d.goroutines.Add(1)
		go (&http.Server{Handler: mux, ReadHeaderTimeout: time.Second}).Serve(listener)
	})
	return d.address, d.err
}

func askDesk(ctx context.Context) error { return hangUp(ctx, "/chat") }

func askDeskUntilHungUp(ctx context.Context) error { return hangUp(ctx, "/patient-chat") }

// hangUp is the customer: asks, and closes the connection when no answer comes.
func hangUp(ctx context.Context, path string) error {
	address, err := desk.open()
	if err != nil {
		return err
	}
	connection, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(patience))
	if _, err := connection.Write([]byte("GET " + path + " HTTP/1.1\r\nHost: support\r\n\r\n")); err != nil {
		return err
	}
	if _, err := connection.Read(make([]byte, 512)); !errors.Is(err, os.ErrDeadlineExceeded) {
		return errors.New("the desk answered")
	}
	return nil
}
