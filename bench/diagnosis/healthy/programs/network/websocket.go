package network

import (
	"context"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"healthy.example/programs/stage"
)

// Prices are pushed to whoever is connected; people keep connecting.
var Prices = stage.Program{
	Name:  "websocket-hub",
	About: "a read pump and a write pump with a ping ticker for each websocket; people keep connecting, the handler is gone",
	Start: startExchange,
	Visit: func(ctx context.Context, addr string) {
		stage.Ramp(ctx, 300*time.Millisecond, 400, func(ctx context.Context, _ int) { follow(ctx, addr) })
	},
}

// PriceWaves is the same under people who come and go.
var PriceWaves = stage.Program{
	Name:  "websocket-waves",
	About: "the same hub, under waves of 60 people every 12 s",
	Start: startExchange,
	Visit: func(ctx context.Context, addr string) {
		stage.Waves(ctx, 12*time.Second, 60, func(ctx context.Context, _ int) { follow(ctx, addr) })
	},
}

func startExchange(ctx context.Context, s *stage.Stage) error {
	x := &exchange{joins: make(chan *follower), leaves: make(chan *follower), followers: map[*follower]bool{}}
	go x.run(ctx)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /prices", x.join)
	addr, err := s.ServeHTTP(ctx, mux)
	if err != nil {
		return err
	}
	return s.SendVisitors(addr)
}

func follow(ctx context.Context, addr string) {
	conn, _, err := websocket.DefaultDialer.DialContext(ctx, "ws://"+addr+"/prices", nil)
	if err != nil {
		return
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			conn.Close()
			return
		}
	}
}

type exchange struct {
	upgrader      websocket.Upgrader
	joins, leaves chan *follower
	followers     map[*follower]bool
}

type follower struct {
	conn   *websocket.Conn
	prices chan []byte
}

func (x *exchange) join(w http.ResponseWriter, r *http.Request) {
	conn, err := x.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	f := &follower{conn: conn, prices: make(chan []byte, 8)}
	x.joins <- f
	go x.readPump(f)
	go f.writePump()
}

func (x *exchange) run(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case f := <-x.joins:
			x.followers[f] = true
		case f := <-x.leaves:
			delete(x.followers, f)
			close(f.prices)
		case now := <-ticker.C:
			for f := range x.followers {
				select {
				case f.prices <- []byte(now.Format(time.TimeOnly)):
				default:
				}
			}
		case <-ctx.Done():
			return
		}
	}
}

func (x *exchange) readPump(f *follower) {
	defer func() { x.leaves <- f }()
	for {
		if _, _, err := f.conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (f *follower) writePump() {
	ping := time.NewTicker(20 * time.Second)
	defer ping.Stop()
	defer f.conn.Close()
	for {
		select {
		case price, open := <-f.prices:
			if !open || f.conn.WriteMessage(websocket.TextMessage, price) != nil {
				return
			}
		case <-ping.C:
			if f.conn.WriteMessage(websocket.PingMessage, nil) != nil {
				return
			}
		}
	}
}
