package pool

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// WarmUp starts its parts one after the other.
var WarmUp = stage.Program{
	Name:  "warm-up",
	About: "30 parts of one kind and 10 of another start over 15 s, each with its own goroutine; then nothing changes",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go startParts(ctx)
		return nil
	},
}

func startParts(ctx context.Context) {
	for n := range 30 {
		go consumePartition(ctx, make(chan int))
		if n%3 == 0 {
			go refreshMetadata(ctx)
		}
		stage.Pause(ctx, 500*time.Millisecond)
	}
}

func consumePartition(ctx context.Context, records <-chan int) {
	for {
		select {
		case <-records:
		case <-ctx.Done():
			return
		}
	}
}

func refreshMetadata(ctx context.Context) {
	ticker := time.NewTicker(3 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// Reload gets more workers when its configuration changes.
var Reload = stage.Program{
	Name:  "config-reload-step",
	About: "10 workers; 14 s after the start a new configuration adds 20 more at once, and again 10 after 10 s",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		f := &fleet{mail: make(chan int, 64)}
		f.resize(ctx, 10)
		go f.send(ctx)
		go func() {
			stage.Pause(ctx, 14*time.Second)
			f.resize(ctx, 20)
			stage.Pause(ctx, 10*time.Second)
			f.resize(ctx, 10)
		}()
		return nil
	},
}

type fleet struct{ mail chan int }

func (f *fleet) resize(ctx context.Context, more int) {
	for range more {
		go f.deliver()
	}
}

func (f *fleet) send(ctx context.Context) {
	defer close(f.mail)
	for letter := 0; stage.Pause(ctx, 30*time.Millisecond); letter++ {
		f.mail <- letter
	}
}

func (f *fleet) deliver() {
	for range f.mail {
		time.Sleep(150 * time.Millisecond)
	}
}
