package ledger

import (
	"context"
	"errors"
	"runtime/pprof"
	"sync"

	"gorowatch.dev/demo-go-app/scenario"
)

// MutexNotReleased takes money from accounts.
//
// What goes wrong: Withdraw locks the account and returns early when the money does not suffice, without unlocking.
// Everybody who comes later waits for ever for the same lock, and who forgot to unlock is long gone. Put right,
// Unlock is deferred right after Lock.
var MutexNotReleased = scenario.Scenario{
	Name:    "mutex-not-released",
	Shows:   "an early return keeps the lock; everybody who comes later waits (four on each lock)",
	Pattern: "mutex-not-released",
	Starts:  5,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: checkOut, Leaves: []scenario.Group{{
			Family:   "mutex",
			Status:   "sync.Mutex.Lock",
			Function: "gorowatch.dev/demo-go-app/scenario/ledger.(*Account).Withdraw",
			PerStart: 4,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: checkOutDeferred},
	},
}

var errInsufficient = errors.New("insufficient funds")

// Account is money, in cents.
type Account struct {
	mu      sync.Mutex
	balance int64
}

// Withdraw takes money from the account.
func (a *Account) Withdraw(cents int64) error {
	a.mu.Lock()
	if a.balance < cents {
		return errInsufficient
	}
	a.balance -= cents
	a.mu.Unlock()
	return nil
}

// WithdrawDeferred is Withdraw with a lock that is released on every way out.
func (a *Account) WithdrawDeferred(cents int64) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.balance < cents {
		return errInsufficient
	}
	a.balance -= cents
	return nil
}

func checkOut(ctx context.Context) error {
	account := &Account{balance: 1000}
	return labelled(ctx, func() error {
		err := account.Withdraw(5000)
		for range 4 {
			go account.Withdraw(10)
		}
		return err
	})
}

func checkOutDeferred(ctx context.Context) error {
	account := &Account{balance: 1000}
	return labelled(ctx, func() error {
		err := account.WithdrawDeferred(5000)
		for range 4 {
			go account.WithdrawDeferred(10)
		}
		return err
	})
}

func labelled(ctx context.Context, serve func() error) (err error) {
	pprof.Do(ctx, pprof.Labels("route", "/checkout", "tenant", "acme"), func(context.Context) {
		if !errors.Is(serve(), errInsufficient) {
			err = errors.New("5000 cents were taken from an account of 1000")
		}
	})
	return err
}
