// Package printers drives the printers of labels in the warehouse.
package printers

import (
	"context"
	"errors"
	"net"
	"os"
	"time"

	"gorowatch.dev/demo-go-app/internal/partner"
	"gorowatch.dev/demo-go-app/scenario"
)

// SocketNoDeadline asks a printer whether it has paper.
//
// What goes wrong: the printer takes the connection and hangs, and the read has no deadline. Nothing tells a reader
// that the other side will never write. Put right, the connection has a deadline.
var SocketNoDeadline = scenario.Scenario{
	Name:    "socket-no-deadline",
	Shows:   "a read without a deadline from a connection whose other side says nothing",
	Pattern: "socket-no-deadline",
	Starts:  10,
	Besides: hung.Goroutines,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: checkPaper, Leaves: []scenario.Group{{
			Family:   "IO wait",
			Function: "gorowatch.dev/demo-go-app/scenario/printers.(*Printer).paper",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: checkPaperInTime},
	},
}

const patience = 50 * time.Millisecond

var hung = &partner.Server{}

// Printer is one that is reached over the network.
type Printer struct{ connection net.Conn }

func dial() (*Printer, error) {
	address, err := hung.Address()
	if err != nil {
		return nil, err
	}
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &Printer{connection}, nil
}

func (p *Printer) paper() (byte, error) {
	if _, err := p.connection.Write([]byte("PAPER?\n")); err != nil {
		return 0, err
	}
	var answer [1]byte
	_, err := p.connection.Read(answer[:])
	return answer[0], err
}

func checkPaper(context.Context) error {
	printer, err := dial()
	if err != nil {
		return err
	}
	defer printer.connection.Close()
	_, err = printer.paper()
	return err
}

func checkPaperInTime(context.Context) error {
	printer, err := dial()
	if err != nil {
		return err
	}
	defer printer.connection.Close()
	printer.connection.SetDeadline(time.Now().Add(patience))
	if _, err := printer.paper(); !errors.Is(err, os.ErrDeadlineExceeded) {
		return errors.New("the printer answered")
	}
	return nil
}
