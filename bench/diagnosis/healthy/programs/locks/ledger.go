// Package locks has services whose goroutines wait for one another by the means of package sync.
package locks

import (
	"context"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Ledger lets one booking in at a time.
var Ledger = stage.Program{
	Name:  "mutex-contention",
	About: "40 tellers that nearly always wait for the one mutex of a ledger",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		book := &ledger{balances: map[int]int{}}
		for account := range 40 {
			go book.tell(ctx, account)
		}
		return nil
	},
}

type ledger struct {
	mu       sync.Mutex
	balances map[int]int
}

func (l *ledger) tell(ctx context.Context, account int) {
	for ctx.Err() == nil {
		l.post(account, 1)
	}
}

func (l *ledger) post(account, amount int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	time.Sleep(3 * time.Millisecond)
	l.balances[account] += amount
}
