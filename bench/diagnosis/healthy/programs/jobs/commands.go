package jobs

import (
	"context"
	"fmt"
	"os/exec"
	"time"

	"healthy.example/programs/stage"
)

// Commands runs short commands and reads what they print.
var Commands = stage.Program{
	Name:  "exec-commands",
	About: "short commands with a deadline, about 6 at a time, their output collected",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go stage.Arrivals(ctx, 250*time.Millisecond, func(ctx context.Context, n int) { probe(ctx, n) })
		return nil
	},
}

func probe(ctx context.Context, n int) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, "sh", "-c", fmt.Sprintf("sleep %d.5; echo probed", n%3))
	_, err := command.Output()
	return err
}

// Reindex works off a backlog that a rush of requests has left.
var Reindex = stage.Program{
	Name:  "backlog-drains",
	About: "requests that wait to put their work into a full queue: more and more for 12 s, fewer and fewer for the next 16",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		queue := make(chan int, 4)
		for range 6 {
			go index(ctx, queue)
		}
		go rush(ctx, queue)
		return nil
	},
}

func rush(ctx context.Context, queue chan<- int) {
	for ctx.Err() == nil {
		over := time.Now().Add(12 * time.Second)
		for document := 0; time.Now().Before(over) && stage.Pause(ctx, 60*time.Millisecond); document++ {
			go enqueue(ctx, queue, document)
		}
		stage.Pause(ctx, 16*time.Second)
	}
}

func enqueue(ctx context.Context, queue chan<- int, document int) {
	select {
	case queue <- document:
	case <-ctx.Done():
	}
}

func index(ctx context.Context, queue <-chan int) {
	for {
		select {
		case <-queue:
			time.Sleep(600 * time.Millisecond)
		case <-ctx.Done():
			return
		}
	}
}
