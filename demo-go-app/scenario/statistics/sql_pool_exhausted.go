// Package statistics counts what was sold.
package statistics

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"gorowatch.dev/demo-go-app/internal/memdb"
	"gorowatch.dev/demo-go-app/scenario"
)

// SQLPoolExhausted asks how much was sold today.
//
// What goes wrong: the pool has two connections, and the night's reports have left their rows open on both. Every
// query waits for a connection to come back, which none will. Put right, the reports close their rows, and so do the
// queries.
var SQLPoolExhausted = scenario.Scenario{
	Name:    "sql-pool-exhausted",
	Shows:   "rows left open keep both connections of the pool; every other query waits for one",
	Pattern: "sql-pool-exhausted",
	Starts:  10,
	Besides: func() int { return small.Goroutines() + tidy.Goroutines() },
	Variants: []scenario.Variant{
		{Name: "leaky", Start: showSales, Leaves: []scenario.Group{{
			Family:   "select",
			Function: "gorowatch.dev/demo-go-app/scenario/statistics.soldToday",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: showSalesOfTidyReports},
	},
}

const connections = 2

var (
	small = &memdb.Database{MaxConnections: connections}
	tidy  = &memdb.Database{MaxConnections: connections}
)

var nightly = sync.OnceValue(func() error {
	for range connections {
		if err := report(small.Open()); err != nil {
			return err
		}
	}
	return nil
})

var nightlyAndClose = sync.OnceValue(func() error {
	for range connections {
		if err := reportAndClose(tidy.Open()); err != nil {
			return err
		}
	}
	return nil
})

func report(db *sql.DB) error {
	rows, err := db.Query("SELECT number FROM sales")
	if err != nil {
		return err
	}
	if !rows.Next() {
		return errors.New("nothing was sold")
	}
	return rows.Err()
}

func reportAndClose(db *sql.DB) error {
	rows, err := db.Query("SELECT number FROM sales")
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return errors.New("nothing was sold")
	}
	return rows.Err()
}

func soldToday(ctx context.Context, db *sql.DB) (sold int64, err error) {
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM sales").Scan(&sold)
	return sold, err
}

func showSales(ctx context.Context) error {
	if err := nightly(); err != nil {
		return err
	}
	_, err := soldToday(context.WithoutCancel(ctx), small.Open())
	return err
}

func showSalesOfTidyReports(ctx context.Context) error {
	if err := nightlyAndClose(); err != nil {
		return err
	}
	_, err := soldToday(context.WithoutCancel(ctx), tidy.Open())
	return err
}
