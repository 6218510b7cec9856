package shop

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"gorowatch.dev/demo-go-app/internal/dump"
)

func TestTheTideRisesAndFalls(t *testing.T) {
	if low := wanted(0); low != fewestCustomers {
		t.Errorf("%d at low tide", low)
	}
	if high := wanted(tide / 2); high != mostCustomers {
		t.Errorf("%d at high tide", high)
	}
	if low := wanted(tide); low != fewestCustomers {
		t.Errorf("%d after a whole tide", low)
	}
}

func TestNothingOfTheShopStaysWhenItCloses(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	service := New()
	service.Open(ctx)
	server := httptest.NewServer(service.Handler())
	traffic := NewTraffic(server.URL)
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		traffic.Run(ctx)
	}()

	eventually(t, func() bool { return service.packed.Load() > 0 })
	cancel()
	<-closed
	server.Close()
	service.Wait()
	eventually(t, func() bool {
		for _, g := range dump.Take() {
			if strings.Contains(g.Text, "demo-go-app/shop.(") {
				return false
			}
		}
		return true
	})
}

func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not come to that")
		}
	}
}
