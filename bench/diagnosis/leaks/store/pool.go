package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/stubdb"
	"acme.example/platform/traffic"
	"context"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-pool-exhausted",
		Patterns: []string{"sql-pool-exhausted", "sql-tx-open"},
		Causes:   []string{".(*stock).level", "database/sql.(*Tx).awaitDone"},
		Places: []catalog.Place{
			catalog.At(".(*stock).level", "select"),
			catalog.At("database/sql.(*Tx).awaitDone", "chan receive"),
		},
		Start: func() {
			s := &stock{ledger{db: stubdb.Open(5)}}
			traffic.HTTP(10, 9*time.Second)
			for range 5 {
				s.book(10)
			}
			pace.Requests(400*time.Millisecond, func() { s.level() })
		},
	})
}

type stock struct{ ledger }

func (s *stock) level() (n int) {
	s.db.QueryRowContext(context.Background(), "SELECT level FROM stock").Scan(&n)
	return n
}
