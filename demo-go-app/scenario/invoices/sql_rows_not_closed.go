// Package invoices writes them and finds them again.
package invoices

import (
	"context"
	"errors"

	"gorowatch.dev/demo-go-app/internal/memdb"
	"gorowatch.dev/demo-go-app/scenario"
)

// SQLRowsNotClosed finds the number of the latest invoice.
//
// What goes wrong: only the first row is read, and the rows are not closed. They keep their connection, and a goroutine
// waits to close them with the context of the query, which lives as long as the service. Put right, Close is deferred
// right after the error check.
var SQLRowsNotClosed = scenario.Scenario{
	Name:    "sql-rows-not-closed",
	Shows:   "the rows of a query are neither read to their end nor closed; a goroutine waits for its context",
	Pattern: "sql-rows-not-closed",
	Starts:  10,
	Besides: books.Goroutines,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: findLatest, Leaves: []scenario.Group{
			{Family: "select", Leaf: "database/sql.(*Rows).awaitDone", PerStart: 1, Cause: true},
		}},
		{Name: "fixed", Start: findLatestAndClose},
	},
}

var books memdb.Database

// The service is open for as long as the program runs.
var service, shutDown = context.WithCancel(context.Background())

func latest(ctx context.Context) (number int64, err error) {
	rows, err := books.Open().QueryContext(ctx, "SELECT number FROM invoices ORDER BY number DESC")
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&number)
	}
	return number, err
}

func latestAndClose(ctx context.Context) (number int64, err error) {
	rows, err := books.Open().QueryContext(ctx, "SELECT number FROM invoices ORDER BY number DESC")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if rows.Next() {
		err = rows.Scan(&number)
	}
	return number, errors.Join(err, rows.Err())
}

func findLatest(context.Context) error { return expect(latest(service)) }

func findLatestAndClose(context.Context) error { return expect(latestAndClose(service)) }

func expect(number int64, err error) error {
	if err == nil && number == 0 {
		return errors.New("there are no invoices")
	}
	return err
}
