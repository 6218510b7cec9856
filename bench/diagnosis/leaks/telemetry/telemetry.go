// Package telemetry is healthy work in the background: tickers, flushers, cron jobs, caches that expire.
package telemetry

import (
	"math/rand/v2"
	"sync"
	"time"
)

// Flusher gathers log lines and writes them in batches.
func Flusher(writers int, interval time.Duration) {
	lines := make(chan string, 64)
	for range writers {
		go func() {
			for {
				lines <- "line"
				time.Sleep(around(interval / 4))
			}
		}()
	}
	go flushLoop(lines, interval)
}

func flushLoop(lines <-chan string, interval time.Duration) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	var batch []string
	for {
		select {
		case line := <-lines:
			batch = append(batch, line)
		case <-ticker.C:
			batch = batch[:0]
		}
	}
}

// Reporters are n goroutines that report at an interval, forever.
func Reporters(n int, interval time.Duration) {
	for range n {
		go func() {
			for range time.Tick(interval) {
				continue
			}
		}()
	}
}

// Cron are n jobs which sleep long and work a little.
func Cron(n int, interval time.Duration) {
	for i := range n {
		go cronJob(time.Duration(i+1) * interval)
	}
}

func cronJob(interval time.Duration) {
	for {
		time.Sleep(interval)
		go func() { time.Sleep(around(50 * time.Millisecond)) }()
	}
}

// Expiring is a cache whose entries are dropped by timers.
func Expiring(perSecond int, lives time.Duration) {
	var entries sync.Map
	go func() {
		for i := 0; ; i++ {
			entries.Store(i, true)
			time.AfterFunc(around(lives), func() { entries.Delete(i) })
			time.Sleep(around(time.Second / time.Duration(perSecond)))
		}
	}()
}

// Subscribers get each event from a broadcaster; some leave and others come.
func Subscribers(n int, interval time.Duration) {
	for range n {
		go func() {
			for {
				events := make(chan int, 1)
				done := make(chan struct{})
				go publish(events, done, interval)
				for range 5 + rand.IntN(10) {
					<-events
				}
				close(done)
			}
		}()
	}
}

func publish(events chan<- int, done <-chan struct{}, interval time.Duration) {
	ticker := time.NewTicker(around(interval))
	defer ticker.Stop()
	for i := 0; ; i++ {
		select {
		case <-ticker.C:
		case <-done:
			return
		}
		select {
		case events <- i:
		case <-done:
			return
		}
	}
}

func around(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.5 + rand.Float64()))
}
