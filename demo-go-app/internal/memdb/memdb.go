// Package memdb is a database with a single table in memory: a driver for database/sql that needs no server.
package memdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
	"sync"
	"sync/atomic"
)

// Database is opened with its first use, and stays open until the program ends.
type Database struct {
	// MaxConnections is the size of the pool; 0 is without limit.
	MaxConnections int

	once   sync.Once
	db     *sql.DB
	opened atomic.Int64
}

// Open returns the pool of connections.
func (d *Database) Open() *sql.DB {
	d.once.Do(func() {
		d.db = sql.OpenDB(connector{})
		d.db.SetMaxOpenConns(d.MaxConnections)
		d.opened.Store(1)
	})
	return d.db
}

// Goroutines is how many goroutines database/sql keeps for the pool itself: its connectionOpener.
func (d *Database) Goroutines() int { return int(d.opened.Load()) }

type connector struct{}

func (c connector) Connect(context.Context) (driver.Conn, error) { return connection{}, nil }
func (c connector) Driver() driver.Driver                        { return c }
func (c connector) Open(string) (driver.Conn, error)             { return connection{}, nil }

type connection struct{}

func (connection) Prepare(string) (driver.Stmt, error) { return statement{}, nil }
func (connection) Close() error                        { return nil }
func (connection) Begin() (driver.Tx, error)           { return transaction{}, nil }

type statement struct{}

func (statement) Close() error  { return nil }
func (statement) NumInput() int { return -1 }

func (statement) Exec([]driver.Value) (driver.Result, error) { return driver.RowsAffected(1), nil }
func (statement) Query([]driver.Value) (driver.Rows, error)  { return &rows{left: 20}, nil }

type transaction struct{}

func (transaction) Commit() error   { return nil }
func (transaction) Rollback() error { return nil }

type rows struct{ left int64 }

func (r *rows) Columns() []string { return []string{"number"} }
func (r *rows) Close() error      { return nil }

func (r *rows) Next(row []driver.Value) error {
	if r.left == 0 {
		return io.EOF
	}
	row[0] = r.left
	r.left--
	return nil
}
