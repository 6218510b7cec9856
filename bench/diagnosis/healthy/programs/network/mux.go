package network

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"time"

	"healthy.example/programs/stage"
)

// Mux carries many streams over each connection, as gRPC does, with frames of its own.
var Mux = stage.Program{
	Name:  "framed-streams",
	About: "a few connections that carry many streams, each with a goroutine that waits for its frames; streams come and go",
	Start: func(ctx context.Context, s *stage.Stage) error {
		ln, err := s.Listen()
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { ln.Close() })
		go acceptAll(ln, func(conn net.Conn) { newSession(conn).readFrames() })
		return s.SendVisitors(ln.Addr().String())
	},
	Visit: func(ctx context.Context, addr string) {
		stage.Ramp(ctx, 5*time.Second, 4, func(ctx context.Context, _ int) { openStreams(ctx, addr) })
	},
}

const (
	frameData = iota
	frameEnd
)

type frame struct {
	Stream uint32
	Kind   uint32
}

// openStreams keeps up to 40 streams open on one connection, each for 12 s.
func openStreams(ctx context.Context, addr string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	defer conn.Close()
	go io.Copy(io.Discard, conn)
	for n := uint32(0); stage.Pause(ctx, 300*time.Millisecond); n++ {
		for stream := n - min(n, 40); stream < n; stream++ {
			binary.Write(conn, binary.BigEndian, frame{stream, frameData})
		}
		if n >= 40 {
			binary.Write(conn, binary.BigEndian, frame{n - 40, frameEnd})
		}
	}
}

type session struct {
	conn    net.Conn
	writing sync.Mutex
	streams map[uint32]chan frame
}

func newSession(conn net.Conn) *session {
	return &session{conn: conn, streams: map[uint32]chan frame{}}
}

func (s *session) readFrames() {
	defer s.conn.Close()
	defer func() {
		for _, frames := range s.streams {
			close(frames)
		}
	}()
	for {
		var f frame
		if binary.Read(s.conn, binary.BigEndian, &f) != nil {
			return
		}
		frames, open := s.streams[f.Stream]
		switch {
		case f.Kind == frameEnd && open:
			close(frames)
			delete(s.streams, f.Stream)
			continue
		case !open:
			frames = make(chan frame, 1)
			s.streams[f.Stream] = frames
			go s.handle(frames)
		}
		frames <- f
	}
}

func (s *session) handle(frames <-chan frame) {
	for f := range frames {
		s.writing.Lock()
		err := binary.Write(s.conn, binary.BigEndian, f)
		s.writing.Unlock()
		if err != nil {
			// The reader notices by itself; until then it must not wait for this stream.
			continue
		}
	}
}
