// Package stubdb is a database without a database, for database/sql.
package stubdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"time"
)

// Open opens it with room for this many connections; 0 is no limit.
func Open(connections int) *sql.DB {
	db := sql.OpenDB(connector{})
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(8)
	return db
}

type connector struct{}

func (connector) Connect(context.Context) (driver.Conn, error) { return conn{}, nil }
func (connector) Driver() driver.Driver                        { return nil }

type conn struct{}

func (conn) Prepare(string) (driver.Stmt, error) { return statement{}, nil }
func (conn) Close() error                        { return nil }
func (conn) Begin() (driver.Tx, error)           { return transaction{}, nil }

type transaction struct{}

func (transaction) Commit() error   { return nil }
func (transaction) Rollback() error { return nil }

type statement struct{}

func (statement) Close() error  { return nil }
func (statement) NumInput() int { return -1 }
func (statement) Exec([]driver.Value) (driver.Result, error) {
	return nil, errors.New("stubdb: read only")
}

func (statement) Query([]driver.Value) (driver.Rows, error) {
	time.Sleep(5 * time.Millisecond)
	return &rows{left: 10}, nil
}

type rows struct{ left int }

func (*rows) Columns() []string { return []string{"id"} }
func (*rows) Close() error      { return nil }
func (r *rows) Next(dest []driver.Value) error {
	if r.left == 0 {
		return io.EOF
	}
	r.left--
	dest[0] = int64(r.left)
	return nil
}
