package upstream

import (
	"context"
	"database/sql"
	"time"

	"healthy.example/programs/stage"
)

// Reports share a small pool of connections.
var Reports = stage.Program{
	Name:  "sql-pool-waits",
	About: "rushes of reports that wait for one of 8 database connections, in transactions and without; each rush is worked off",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		db := sql.OpenDB(stubDB{})
		db.SetMaxOpenConns(8)
		db.SetMaxIdleConns(8)
		context.AfterFunc(ctx, func() { db.Close() })
		go func() {
			for ctx.Err() == nil {
				go stage.Ramp(ctx, 40*time.Millisecond, 150, func(ctx context.Context, n int) { report(ctx, db, n) })
				stage.Pause(ctx, 14*time.Second)
			}
		}()
		return nil
	},
}

func report(ctx context.Context, db *sql.DB, n int) error {
	if n%4 > 0 {
		return list(ctx, db)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for range 3 {
		if err := list(ctx, tx); err != nil {
			return err
		}
	}
	return tx.Commit()
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func list(ctx context.Context, from queryer) error {
	rows, err := from.QueryContext(ctx, "select id from orders")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		// What is done with a row takes a while.
		stage.Pause(ctx, 60*time.Millisecond)
	}
	return rows.Err()
}
