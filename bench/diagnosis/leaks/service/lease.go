package service

import (
	"acme.example/platform/catalog"
	"acme.example/platform/workpool"
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "service-lease-refused",
		Patterns:   []string{"context-never-cancelled", "receive-never-sent"},
		Causes:     []string{".(*lease).giveBack"},
		Places:     []catalog.Place{catalog.At(".(*lease).giveBack", "chan receive")},
		ProvenByGC: true,
		TrimPath:   true,
		Start: func() {
			workpool.Queue(9, 40*time.Millisecond)
			visitors(200*time.Millisecond, edit)
		},
	})
}

var held atomic.Int64

type lease struct{ cancel context.CancelFunc }

var errBusy = errors.New("busy")

// acquire cancels nothing when it refuses.
func acquire(ctx context.Context) (*lease, error) {
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	l := &lease{cancel}
	held.Add(1)
	go l.giveBack(life)
	time.Sleep(upTo(5 * time.Millisecond))
	if oneIn(4) {
		return nil, errBusy
	}
	return l, nil
}

func (l *lease) giveBack(life context.Context) {
	<-life.Done()
	held.Add(-1)
}

func edit(w http.ResponseWriter, r *http.Request) {
	l, err := acquire(r.Context())
	if err != nil {
		w.WriteHeader(http.StatusConflict)
		return
	}
	defer l.cancel()
	time.Sleep(upTo(300 * time.Millisecond))
}
