package network

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Game has a goroutine for each player, but one socket for all.
var Game = stage.Program{
	Name:  "udp-sessions",
	About: "a goroutine for each player behind one UDP socket; players come every 400 ms and stay 6 to 20 s",
	Start: func(ctx context.Context, s *stage.Stage) error {
		conn, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { conn.Close() })
		a := &arena{conn: conn, players: map[string]*player{}}
		go a.receive()
		return s.SendVisitors(conn.LocalAddr().String())
	},
	Visit: func(ctx context.Context, addr string) {
		stage.Arrivals(ctx, 400*time.Millisecond, func(ctx context.Context, n int) {
			ctx, done := context.WithTimeout(ctx, time.Duration(6+n*5%15)*time.Second)
			defer done()
			move(ctx, addr)
		})
	},
}

func move(ctx context.Context, addr string) {
	conn, err := net.Dial("udp", addr)
	if err != nil {
		return
	}
	defer conn.Close()
	for stage.Pause(ctx, 200*time.Millisecond) {
		fmt.Fprint(conn, "step forward")
	}
}

type arena struct {
	conn    net.PacketConn
	mu      sync.Mutex
	players map[string]*player
}

type player struct{ moves chan string }

func (a *arena) receive() {
	packet := make([]byte, 1500)
	for {
		size, from, err := a.conn.ReadFrom(packet)
		if err != nil {
			return
		}
		select {
		case a.playerAt(from).moves <- string(packet[:size]):
		default:
		}
	}
}

func (a *arena) playerAt(from net.Addr) *player {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.players[from.String()]
	if p == nil {
		p = &player{moves: make(chan string, 4)}
		a.players[from.String()] = p
		go a.play(p, from)
	}
	return p
}

// play ends a second after the last packet.
func (a *arena) play(p *player, from net.Addr) {
	quiet := time.NewTimer(time.Second)
	defer quiet.Stop()
	for {
		select {
		case step := <-p.moves:
			quiet.Reset(time.Second)
			a.conn.WriteTo([]byte(step), from)
		case <-quiet.C:
			a.mu.Lock()
			defer a.mu.Unlock()
			delete(a.players, from.String())
			return
		}
	}
}
