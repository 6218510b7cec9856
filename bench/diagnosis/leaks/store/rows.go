package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/stubdb"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"context"
	"database/sql"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-rows-not-closed",
		Patterns: []string{"sql-rows-not-closed"},
		Causes:   []string{"database/sql.(*Rows).awaitDone"},
		Places:   []catalog.Place{catalog.At("database/sql.(*Rows).awaitDone", "select")},
		Start: func() {
			db := stubdb.Open(0)
			users := &users{db: db}
			traffic.HTTP(8, 7*time.Second)
			workpool.Pool(6, 30*time.Millisecond, 60*time.Millisecond)
			for range 4 {
				pace.Every(60*time.Millisecond, func() { users.count() })
			}
			pace.Requests(500*time.Millisecond, func() { users.first() })
		},
	})
}

type users struct{ db *sql.DB }

// first takes the first row and forgets the others.
func (u *users) first() (id int) {
	ctx := context.WithValue(requests, u, 1)
	rows, err := u.db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0
	}
	if rows.Next() {
		rows.Scan(&id)
	}
	return id
}

func (u *users) count() (n int) {
	ctx, cancel := context.WithTimeout(requests, time.Second)
	defer cancel()
	rows, err := u.db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n
}

var requests, endRequests = context.WithCancel(context.Background())
