package shop

import (
	"context"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	fewestCustomers = 2
	mostCustomers   = 14
	tide            = 40 * time.Second
	doorEvery       = 250 * time.Millisecond
	thinkAtMost     = 400 * time.Millisecond
	visitPages      = 8
)

// Traffic is customers of the shop who come and go, more of them and fewer again, like a tide.
type Traffic struct {
	url       string
	transport *http.Transport
	customers atomic.Int64
	inside    sync.WaitGroup
}

// NewTraffic returns traffic for the shop at this address; nobody comes until Run is called.
func NewTraffic(url string) *Traffic {
	return &Traffic{
		url:       url,
		transport: &http.Transport{MaxIdleConnsPerHost: mostCustomers, IdleConnTimeout: 3 * time.Second},
	}
}

// Run lets customers in until the context ends, and returns when the last one has gone.
func (t *Traffic) Run(ctx context.Context) {
	opened := time.Now()
	ticker := time.NewTicker(doorEvery)
	defer ticker.Stop()
	defer t.transport.CloseIdleConnections()
	defer t.inside.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if int(t.customers.Load()) < wanted(time.Since(opened)) {
				t.customers.Add(1)
				t.inside.Add(1)
				go t.visit(ctx)
			}
		}
	}
}

// wanted is how many customers there should be after this time.
func wanted(open time.Duration) int {
	swing := (1 - math.Cos(2*math.Pi*float64(open)/float64(tide))) / 2
	return fewestCustomers + int(swing*(mostCustomers-fewestCustomers))
}

// Customers is how many there are now.
func (t *Traffic) Customers() int { return int(t.customers.Load()) }

func (t *Traffic) visit(ctx context.Context) {
	defer t.inside.Done()
	defer t.customers.Add(-1)
	tenant := []string{"acme", "globex", "initech"}[rand.IntN(3)]
	for range 1 + rand.IntN(visitPages) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(rand.N(thinkAtMost)):
		}
		method, page := http.MethodGet, "/products"
		switch rand.IntN(4) {
		case 0:
			method, page = http.MethodPost, "/orders"
		case 1, 2:
			page = "/products/" + strconv.Itoa(rand.IntN(productsCount))
		}
		if t.open(ctx, method, page, tenant) != nil {
			return
		}
	}
}

func (t *Traffic) open(ctx context.Context, method, page, tenant string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, t.url+page, strings.NewReader(""))
	if err != nil {
		return err
	}
	request.Header.Set("X-Tenant", tenant)
	response, err := t.transport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
