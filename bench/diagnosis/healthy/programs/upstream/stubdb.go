package upstream

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"time"

	"healthy.example/programs/stage"
)

// stubDB is a database/sql driver: each query takes 80 ms and answers three rows.
type stubDB struct{}

func (stubDB) Connect(context.Context) (driver.Conn, error) { return stubConn{}, nil }
func (stubDB) Driver() driver.Driver                        { return stubDriver{} }

type stubDriver struct{}

func (stubDriver) Open(string) (driver.Conn, error) { return stubConn{}, nil }

type stubConn struct{}

var errUnsupported = errors.New("stub database: not supported")

func (stubConn) Prepare(string) (driver.Stmt, error) { return nil, errUnsupported }
func (stubConn) Close() error                        { return nil }
func (stubConn) Begin() (driver.Tx, error)           { return stubTx{}, nil }

func (stubConn) QueryContext(ctx context.Context, _ string, _ []driver.NamedValue) (driver.Rows, error) {
	if !stage.Pause(ctx, 80*time.Millisecond) {
		return nil, ctx.Err()
	}
	return &stubRows{left: 3}, nil
}

type stubTx struct{}

func (stubTx) Commit() error   { return nil }
func (stubTx) Rollback() error { return nil }

type stubRows struct{ left int64 }

func (*stubRows) Columns() []string { return []string{"id"} }
func (*stubRows) Close() error      { return nil }

func (r *stubRows) Next(row []driver.Value) error {
	if r.left == 0 {
		return io.EOF
	}
	r.left--
	row[0] = r.left
	return nil
}
