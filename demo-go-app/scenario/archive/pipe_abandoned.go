// Package archive packs old orders and puts them away.
package archive

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"

	"gorowatch.dev/demo-go-app/scenario"
)

// PipeAbandoned packs orders in one goroutine and stores what comes out of an io.Pipe in another.
//
// What goes wrong: the store is full and stops reading; the packing side waits for ever for somebody to take its next
// bytes. Put right, the reading side closes its end with the error, however it ends, and the writing side gets it.
var PipeAbandoned = scenario.Scenario{
	Name:    "pipe-abandoned",
	Shows:   "the reader of an io.Pipe gives up without closing it; the writer waits",
	Pattern: "pipe-abandoned",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: putAway, Leaves: []scenario.Group{{
			Family:   "select",
			Function: "gorowatch.dev/demo-go-app/scenario/archive.pack",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: putAwayOrClose},
	},
}

var errFull = errors.New("the store is full")

// Store has room for so many bytes.
type Store struct{ room int64 }

func (s *Store) save(from io.Reader) error {
	if n, err := io.CopyN(io.Discard, from, s.room+1); err != nil || n <= s.room {
		return err
	}
	return errFull
}

func pack(orders int, into *io.PipeWriter) {
	packed := gzip.NewWriter(into)
	var err error
	for order := 0; order < orders && err == nil; order++ {
		_, err = fmt.Fprintln(packed, "order", order)
	}
	into.CloseWithError(errors.Join(err, packed.Close()))
}

func store(orders int, in *Store) error {
	reader, writer := io.Pipe()
	go pack(orders, writer)
	return in.save(reader)
}

func storeOrClose(orders int, in *Store) (err error) {
	reader, writer := io.Pipe()
	defer func() { reader.CloseWithError(err) }()
	go pack(orders, writer)
	return in.save(reader)
}

func putAway(context.Context) error { return unlessFull(store(50, &Store{room: 4})) }

func putAwayOrClose(context.Context) error { return unlessFull(storeOrClose(50, &Store{room: 4})) }

func unlessFull(err error) error {
	if errors.Is(err, errFull) {
		return nil
	}
	return errors.Join(errors.New("everything had room"), err)
}
