// Package shop is the healthy part of the program: a small web shop with products, orders and a few workers.
package shop

import (
	"context"
	"encoding/json"
	"net/http"
	"runtime/pprof"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

const (
	packers       = 4
	queueRoom     = 64
	packingTakes  = 30 * time.Millisecond
	chargeTakes   = 80 * time.Millisecond
	restockEvery  = 2 * time.Second
	productsCount = 12
)

// Service is the shop.
type Service struct {
	mu      sync.RWMutex
	stock   map[int]int
	queue   chan int
	nextID  atomic.Int64
	packed  atomic.Int64
	workers sync.WaitGroup
}

// New returns a shop with full shelves, closed until Open is called.
func New() *Service {
	s := &Service{stock: make(map[int]int), queue: make(chan int, queueRoom)}
	for id := range productsCount {
		s.stock[id] = 100
	}
	return s
}

// Open starts the workers; they end with the context.
func (s *Service) Open(ctx context.Context) {
	for range packers {
		s.workers.Add(1)
		go s.pack(ctx)
	}
	s.workers.Add(1)
	go s.restock(ctx)
}

// Workers is how many goroutines Open starts.
func (s *Service) Workers() int { return packers + 1 }

// Wait returns when all workers have ended.
func (s *Service) Wait() { s.workers.Wait() }

func (s *Service) pack(ctx context.Context) {
	defer s.workers.Done()
	for {
		select {
		case <-s.queue:
			time.Sleep(packingTakes)
			s.packed.Add(1)
		case <-ctx.Done():
			return
		}
	}
}

func (s *Service) restock(ctx context.Context) {
	defer s.workers.Done()
	ticker := time.NewTicker(restockEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			s.fillShelves()
		case <-ctx.Done():
			return
		}
	}
}

func (s *Service) fillShelves() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range s.stock {
		s.stock[id] = 100
	}
}

// Handler serves the shop's pages.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /products", labelled("/products", s.products))
	mux.HandleFunc("GET /products/{id}", labelled("/products/{id}", s.product))
	mux.HandleFunc("POST /orders", labelled("/orders", s.order))
	return mux
}

// labelled marks the goroutine that serves a request with its route and tenant.
func labelled(route string, serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		tenant := r.Header.Get("X-Tenant")
		if tenant == "" {
			tenant = "none"
		}
		pprof.Do(r.Context(), pprof.Labels("route", route, "tenant", tenant), func(ctx context.Context) {
			serve(w, r.WithContext(ctx))
		})
	}
}

func (s *Service) products(w http.ResponseWriter, _ *http.Request) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	writeJSON(w, http.StatusOK, s.stock)
}

func (s *Service) product(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.PathValue("id"))
	s.mu.RLock()
	count, known := s.stock[id]
	s.mu.RUnlock()
	if err != nil || !known {
		http.NotFound(w, r)
		return
	}
	writeJSON(w, http.StatusOK, map[string]int{"id": id, "inStock": count})
}

func (s *Service) order(w http.ResponseWriter, r *http.Request) {
	if err := s.charge(r.Context()); err != nil {
		return
	}
	id := int(s.nextID.Add(1))
	s.mu.Lock()
	s.stock[id%productsCount]--
	s.mu.Unlock()
	select {
	case s.queue <- id:
		writeJSON(w, http.StatusCreated, map[string]int{"order": id})
	default:
		http.Error(w, "too many orders, try again later", http.StatusServiceUnavailable)
	}
}

// charge asks the bank, which takes a moment; the room for its answer lets it end when the customer has left.
func (s *Service) charge(ctx context.Context) error {
	answer := make(chan struct{}, 1)
	go s.askBank(answer)
	select {
	case <-answer:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Service) askBank(answer chan<- struct{}) {
	time.Sleep(chargeTakes)
	answer <- struct{}{}
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}
