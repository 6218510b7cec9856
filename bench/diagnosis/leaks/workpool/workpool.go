// Package workpool is healthy work: pools, pipelines, fan-out, contention, churn.
package workpool

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// Pool keeps n workers, to whom a job comes at each interval; each takes about so long.
func Pool(n int, interval, takes time.Duration) {
	jobs := make(chan time.Duration)
	for range n {
		go worker(jobs)
	}
	go func() {
		for {
			jobs <- around(takes)
			time.Sleep(around(interval))
		}
	}()
}

func worker(jobs <-chan time.Duration) {
	for takes := range jobs {
		time.Sleep(takes)
	}
}

// Saturated keeps n workers busy all the time, with callers queueing for them, up to twice as many.
func Saturated(n int, takes time.Duration) {
	jobs := make(chan time.Duration)
	for range n {
		go worker(jobs)
	}
	for range 2 * n {
		go func() {
			for {
				jobs <- around(takes)
			}
		}()
	}
}

// Pipeline runs values through this many stages, with buffers between them.
func Pipeline(stages int, interval time.Duration) {
	first := make(chan int, 4)
	in := first
	for range stages {
		out := make(chan int, 4)
		go stage(in, out, interval/2)
		in = out
	}
	go func() {
		for range in {
			continue
		}
	}()
	go func() {
		for i := 0; ; i++ {
			first <- i
			time.Sleep(around(interval))
		}
	}()
}

func stage(in <-chan int, out chan<- int, takes time.Duration) {
	defer close(out)
	for v := range in {
		time.Sleep(around(takes))
		out <- v + 1
	}
}

// FanOut asks width goroutines at each interval, and waits for all or for the time to be over.
func FanOut(width int, interval time.Duration) {
	go func() {
		for {
			ctx, cancel := context.WithTimeout(context.Background(), interval/2)
			fanOutOnce(ctx, width, interval)
			cancel()
			time.Sleep(around(interval))
		}
	}()
}

func fanOutOnce(ctx context.Context, width int, interval time.Duration) {
	results := make(chan int, width)
	var wg sync.WaitGroup
	for i := range width {
		wg.Go(func() {
			select {
			case <-time.After(around(interval / 2)):
				results <- i
			case <-ctx.Done():
			}
		})
	}
	wg.Wait()
	close(results)
	for range results {
		continue
	}
}

// Contention lets n goroutines fight for one lock.
func Contention(n int, holds time.Duration) {
	var mu sync.Mutex
	total := 0
	for range n {
		go func() {
			for {
				mu.Lock()
				total++
				time.Sleep(around(holds))
				mu.Unlock()
				time.Sleep(around(holds * time.Duration(n) / 2))
			}
		}()
	}
}

// Readers lets n goroutines read under a lock that a writer takes now and then.
func Readers(n int, holds time.Duration) {
	var mu sync.RWMutex
	table := map[int]int{}
	for i := range n {
		go func() {
			for {
				mu.RLock()
				_ = table[i]
				time.Sleep(around(holds))
				mu.RUnlock()
				time.Sleep(around(holds))
			}
		}()
	}
	go func() {
		for i := 0; ; i++ {
			time.Sleep(around(20 * holds))
			mu.Lock()
			table[i%n] = i
			mu.Unlock()
		}
	}()
}

// Churn starts this many goroutines a second; each lives about so long, in waves of a third more and less.
func Churn(perSecond int, lives time.Duration) {
	go func() {
		for i := 0; ; i++ {
			go brief(lives)
			wave := 0.7 + 0.6*float64(i%(perSecond*4))/float64(perSecond*4)
			time.Sleep(time.Duration(float64(time.Second) / float64(perSecond) * wave))
		}
	}()
}

func brief(lives time.Duration) {
	done := make(chan struct{})
	timer := time.AfterFunc(around(lives), func() { close(done) })
	defer timer.Stop()
	<-done
}

// Limited lets callers come at this interval and queue for a few tokens.
func Limited(tokens int, interval, takes time.Duration) {
	limit := make(chan struct{}, tokens)
	go func() {
		for {
			go limited(limit, takes)
			time.Sleep(around(interval))
		}
	}()
}

func limited(limit chan struct{}, takes time.Duration) {
	limit <- struct{}{}
	defer func() { <-limit }()
	time.Sleep(around(takes))
}

// Queue has consumers who wait on a condition, and a producer.
func Queue(consumers int, interval time.Duration) {
	var mu sync.Mutex
	ready := sync.NewCond(&mu)
	items := 0
	for range consumers {
		go func() {
			for {
				mu.Lock()
				for items == 0 {
					ready.Wait()
				}
				items--
				mu.Unlock()
				time.Sleep(around(interval))
			}
		}()
	}
	go func() {
		for {
			time.Sleep(around(interval))
			mu.Lock()
			items++
			mu.Unlock()
			ready.Signal()
		}
	}()
}

// Calls lets requests come, each of which asks a helper and leaves when the answer or the deadline comes.
func Calls(perSecond int, takes time.Duration) {
	go func() {
		for {
			go call(takes)
			time.Sleep(around(time.Second / time.Duration(perSecond)))
		}
	}()
}

func call(takes time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), takes*3/2)
	defer cancel()
	answer := make(chan int, 1)
	go func() {
		time.Sleep(around(takes))
		answer <- 1
	}()
	select {
	case <-answer:
	case <-ctx.Done():
	}
}

func around(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.5 + rand.Float64()))
}
