// Package bookings reserves times at which somebody comes to install what was bought.
package bookings

import (
	"context"
	"errors"

	"gorowatch.dev/demo-go-app/internal/memdb"
	"gorowatch.dev/demo-go-app/scenario"
)

// SQLTxOpen reserves a time, unless it is taken.
//
// What goes wrong: when the time is taken, Reserve returns from the middle of a transaction that is then neither
// committed nor rolled back. It keeps its connection, and a goroutine waits for the end of its context. Put right,
// Rollback is deferred right after the transaction has begun; after a Commit it does nothing.
var SQLTxOpen = scenario.Scenario{
	Name:    "sql-tx-open",
	Shows:   "an early return leaves a transaction open; a goroutine waits for its context",
	Pattern: "sql-tx-open",
	Starts:  10,
	Besides: calendar.Goroutines,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: bookTaken, Leaves: []scenario.Group{
			{Family: "chan receive", Leaf: "database/sql.(*Tx).awaitDone", PerStart: 1, Cause: true},
		}},
		{Name: "fixed", Start: bookTakenAndRollBack},
	},
}

var errTaken = errors.New("somebody else comes at that time")

var calendar memdb.Database

// The service is open for as long as the program runs.
var service, shutDown = context.WithCancel(context.Background())

func reserve(ctx context.Context, hour int) error {
	tx, err := calendar.Open().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	var taken int
	if err := tx.QueryRowContext(ctx, "SELECT number FROM visits WHERE hour = ?", hour).Scan(&taken); err != nil {
		return err
	}
	if taken > 0 {
		return errTaken
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO visits VALUES (?)", hour); err != nil {
		return err
	}
	return tx.Commit()
}

func reserveOrRollBack(ctx context.Context, hour int) error {
	tx, err := calendar.Open().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var taken int
	if err := tx.QueryRowContext(ctx, "SELECT number FROM visits WHERE hour = ?", hour).Scan(&taken); err != nil {
		return err
	}
	if taken > 0 {
		return errTaken
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO visits VALUES (?)", hour); err != nil {
		return err
	}
	return tx.Commit()
}

func bookTaken(context.Context) error { return unlessTaken(reserve(service, 10)) }

func bookTakenAndRollBack(context.Context) error { return unlessTaken(reserveOrRollBack(service, 10)) }

func unlessTaken(err error) error {
	if errors.Is(err, errTaken) {
		return nil
	}
	return errors.Join(errors.New("the hour was free"), err)
}
