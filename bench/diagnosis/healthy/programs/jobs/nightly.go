package jobs

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"io"
	"time"

	"healthy.example/programs/stage"
)

// Nightly starts a long job now and then; for a while, more run than end.
var Nightly = stage.Program{
	Name:  "long-runners",
	About: "a job every 5 s that takes 40 s: read, hash, pause, again; 8 at a time at most",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		slots := make(chan struct{}, 8)
		go stage.Arrivals(ctx, 5*time.Second, func(ctx context.Context, n int) {
			slots <- struct{}{}
			defer func() { <-slots }()
			checksumArchive(ctx, n)
		})
		return nil
	},
}

func checksumArchive(ctx context.Context, n int) {
	for range 80 {
		sum := sha256.New()
		io.Copy(sum, bytes.NewReader(make([]byte, 2<<20)))
		if !stage.Pause(ctx, 500*time.Millisecond) {
			return
		}
	}
}

// Uploads compress through a pipe while the other end sends.
var Uploads = stage.Program{
	Name:  "pipe-streaming",
	About: "about 20 uploads in flight, each compressed by one goroutine and read from an io.Pipe by another",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go stage.Arrivals(ctx, 150*time.Millisecond, func(ctx context.Context, _ int) { upload(ctx) })
		return nil
	},
}

func upload(ctx context.Context) {
	body, pen := io.Pipe()
	defer body.Close()
	go compress(pen)
	chunk := make([]byte, 4<<10)
	for {
		if _, err := io.ReadFull(body, chunk); err != nil {
			return
		}
		if !stage.Pause(ctx, 100*time.Millisecond) {
			return
		}
	}
}

func compress(pen *io.PipeWriter) {
	packer, err := gzip.NewWriterLevel(pen, gzip.NoCompression)
	if err != nil {
		pen.CloseWithError(err)
		return
	}
	_, err = packer.Write(make([]byte, 120<<10))
	if err == nil {
		err = packer.Close()
	}
	pen.CloseWithError(err)
}
