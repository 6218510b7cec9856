package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/stubdb"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"context"
	"database/sql"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-tx-left-open",
		Patterns: []string{"sql-tx-open"},
		Causes:   []string{"database/sql.(*Tx).awaitDone"},
		Places:   []catalog.Place{catalog.At("database/sql.(*Tx).awaitDone", "chan receive")},
		Start: func() {
			ledger := &ledger{db: stubdb.Open(0)}
			telemetry.Flusher(6, 500*time.Millisecond)
			workpool.Contention(9, 10*time.Millisecond)
			n := 0
			pace.Every(100*time.Millisecond, func() {
				n++
				ledger.book(n)
			})
		},
	})
}

type ledger struct{ db *sql.DB }

// book neither commits nor rolls back when there is nothing to book.
func (l *ledger) book(amount int) error {
	tx, err := l.db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	if amount%10 == 0 {
		return nil
	}
	return tx.Commit()
}
