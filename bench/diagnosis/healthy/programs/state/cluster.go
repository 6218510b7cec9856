package state

import (
	"context"
	"time"

	"healthy.example/programs/stage"
)

// Cluster has a leader that beats for its followers.
var Cluster = stage.Program{
	Name:  "leader-heartbeats",
	About: "a leader beats for 16 followers; 3 of them are replaced every 6 s, one more comes every 3 s up to 24",
	Start: func(ctx context.Context, _ *stage.Stage) error {
		go lead(ctx)
		return nil
	},
}

func lead(ctx context.Context) {
	var ends []context.CancelFunc
	join := func() {
		life, end := context.WithCancel(ctx)
		ends = append(ends, end)
		go beat(life, follow(life))
	}
	for range 16 {
		join()
	}
	for n := 0; stage.Pause(ctx, 3*time.Second); n++ {
		if len(ends) < 24 {
			join()
		}
		if n%2 == 0 {
			continue
		}
		for range 3 {
			ends[0]()
			ends = ends[1:]
			join()
		}
	}
	for _, end := range ends {
		end()
	}
}

// beat sends a heartbeat now and then; the follower answers each.
func beat(ctx context.Context, follower chan chan time.Time) {
	answer := make(chan time.Time)
	ticker := time.NewTicker(700 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			select {
			case follower <- answer:
				<-answer
			case <-ctx.Done():
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

func follow(ctx context.Context) chan chan time.Time {
	beats := make(chan chan time.Time)
	go func() {
		election := time.NewTimer(3 * time.Second)
		defer election.Stop()
		for {
			select {
			case answer := <-beats:
				answer <- time.Now()
				election.Reset(3 * time.Second)
			case <-election.C:
				election.Reset(3 * time.Second)
			case <-ctx.Done():
				return
			}
		}
	}()
	return beats
}
