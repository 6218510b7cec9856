package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-accounts-abba",
		Patterns: []string{"mutex-not-released"},
		Causes:   []string{".transfer"},
		Places:   []catalog.Place{catalog.At(".transfer", "mutex")},
		Victims:  []string{".(*account).balance"},
		Start: func() {
			traffic.HTTP(10, 6*time.Second)
			workpool.Churn(25, 300*time.Millisecond)
			a, b := &account{}, &account{}
			accounts = append(accounts, a, b)
			pace.Later(2*time.Second, func() {
				go transfer(a, b)
				go transfer(b, a)
			})
			pace.Requests(500*time.Millisecond, func() { accounts[0].balance() })
		},
	})
}

var accounts []*account

type account struct {
	mu    sync.Mutex
	cents int
}

// transfer takes the locks in the order of the money.
func transfer(from, to *account) {
	from.mu.Lock()
	defer from.mu.Unlock()
	time.Sleep(10 * time.Millisecond)
	to.mu.Lock()
	defer to.mu.Unlock()
	from.cents--
	to.cents++
}

func (a *account) balance() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.cents
}
