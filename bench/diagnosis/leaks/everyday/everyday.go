// Package everyday is the coming and going of a service under load: populations that rise and fall by dozens, so that a
// leak is a small part of what moves. All of it is healthy.
package everyday

import (
	"context"
	"hash/fnv"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"acme.example/platform/traffic"
)

// kinds is how many of the kinds of load a program gets.
const kinds = 5

// Work begins load that is the same for the same name.
func Work(name string) {
	sum := fnv.New64a()
	io.WriteString(sum, name)
	dice := rand.New(rand.NewPCG(sum.Sum64(), 1))
	all := []func(*rand.Rand){rush, visitors, followers, batches, convoys, backlog, retries, elastic, reports, readers}
	dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, begin := range all[:kinds] {
		begin(rand.New(rand.NewPCG(dice.Uint64(), 2)))
	}
}

// between is a number of the range, which ends before most.
func between(dice *rand.Rand, least, most int) int { return least + dice.IntN(most-least) }

func seconds(dice *rand.Rand, least, most int) time.Duration {
	return time.Duration(between(dice, 1000*least, 1000*most)) * time.Millisecond
}

// tide is between 0 and 1, and rises and falls with this period.
func tide(period time.Duration, start time.Time) float64 {
	return 0.5 - 0.5*math.Cos(2*math.Pi*float64(time.Since(start))/float64(period))
}

// follow keeps about as many goroutines going as the tide wants, each of which runs one and ends.
func follow(most int, period, lasts time.Duration, phase time.Duration, one func(lasts time.Duration)) {
	start := time.Now().Add(-phase)
	go func() {
		for {
			wanted := 1 + float64(most)*tide(period, start)
			go one(around(lasts))
			time.Sleep(time.Duration(float64(lasts) / wanted))
		}
	}()
}

// rush is requests in flight, each with an upstream to wait for.
func rush(dice *rand.Rand) {
	follow(between(dice, 20, 60), seconds(dice, 10, 40), seconds(dice, 1, 2), seconds(dice, 0, 20), inFlight)
}

func inFlight(lasts time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*lasts)
	defer cancel()
	answer := make(chan int, 1)
	timer := time.AfterFunc(lasts, func() { answer <- 1 })
	defer timer.Stop()
	select {
	case <-answer:
	case <-ctx.Done():
	}
}

// visitors are HTTP clients with keep-alive connections, more and fewer of them.
func visitors(dice *rand.Rand) {
	traffic.HTTP(between(dice, 15, 45), seconds(dice, 15, 40))
}

// followers are subscriptions that last for seconds.
func followers(dice *rand.Rand) {
	follow(between(dice, 10, 40), seconds(dice, 12, 40), seconds(dice, 2, 5), seconds(dice, 0, 20), subscription)
}

func subscription(lasts time.Duration) {
	updates := time.NewTicker(lasts / 20)
	defer updates.Stop()
	end := time.NewTimer(lasts)
	defer end.Stop()
	for {
		select {
		case <-updates.C:
		case <-end.C:
			return
		}
	}
}

// batches are jobs of many tasks, and one who waits for all.
func batches(dice *rand.Rand) {
	tasks, every, longest := between(dice, 15, 50), seconds(dice, 6, 14), seconds(dice, 3, 7)
	go func() {
		for {
			time.Sleep(around(every))
			batch(tasks, longest)
		}
	}()
}

func batch(tasks int, longest time.Duration) {
	var wg sync.WaitGroup
	for range tasks {
		wg.Go(func() { task(time.Duration(rand.Float64() * float64(longest))) })
	}
	wg.Wait()
}

func task(lasts time.Duration) {
	done := make(chan struct{})
	time.AfterFunc(lasts, func() { close(done) })
	<-done
}

// convoys are goroutines that come at once and queue for one lock.
func convoys(dice *rand.Rand) {
	many, every := between(dice, 10, 30), seconds(dice, 5, 12)
	var mu sync.Mutex
	go func() {
		for {
			time.Sleep(around(every))
			for range many {
				go locked(&mu)
			}
		}
	}()
}

func locked(mu *sync.Mutex) {
	mu.Lock()
	defer mu.Unlock()
	time.Sleep(around(120 * time.Millisecond))
}

// backlog is producers that wait while the consumer is slow, in tides.
func backlog(dice *rand.Rand) {
	period, most := seconds(dice, 10, 30), between(dice, 10, 30)
	items := make(chan int)
	start := time.Now()
	go func() {
		for range items {
			time.Sleep(20*time.Millisecond + time.Duration(tide(period, start)*float64(60*time.Millisecond)))
		}
	}()
	waiting := make(chan struct{}, most)
	go func() {
		for {
			waiting <- struct{}{}
			go produce(items, waiting)
			time.Sleep(around(45 * time.Millisecond))
		}
	}()
}

func produce(items chan<- int, waiting <-chan struct{}) {
	items <- 1
	<-waiting
}

// retries sleep between their tries, and give up.
func retries(dice *rand.Rand) {
	follow(between(dice, 10, 40), seconds(dice, 10, 30), seconds(dice, 2, 5), seconds(dice, 0, 15), retry)
}

func retry(lasts time.Duration) {
	for wait := lasts / 15; wait < lasts; wait *= 2 {
		time.Sleep(wait)
	}
}

// elastic is a pool that grows at once when there is work, and shrinks when workers have been idle for long.
func elastic(dice *rand.Rand) {
	most, every := between(dice, 8, 25), seconds(dice, 9, 20)
	jobs := make(chan time.Duration)
	go func() {
		for {
			for range most {
				takes := around(400 * time.Millisecond)
				select {
				case jobs <- takes:
				default:
					go elasticWorker(jobs, takes, every/3)
				}
			}
			time.Sleep(around(every))
		}
	}()
}

func elasticWorker(jobs <-chan time.Duration, takes, patience time.Duration) {
	for {
		time.Sleep(takes)
		select {
		case takes = <-jobs:
		case <-time.After(patience):
			return
		}
	}
}

// reports are long answers over HTTP, several at a time.
func reports(dice *rand.Rand) {
	base := traffic.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range 20 {
			io.WriteString(w, "a line of the report\n")
			select {
			case <-time.After(around(100 * time.Millisecond)):
			case <-r.Context().Done():
				return
			}
		}
	}))
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 50}}
	follow(between(dice, 5, 20), seconds(dice, 12, 35), 2*time.Second, seconds(dice, 0, 20), func(time.Duration) {
		traffic.Get(client, base)
	})
}

// readers come in tides and share a lock with a writer who is slow now and then.
func readers(dice *rand.Rand) {
	var mu sync.RWMutex
	go func() {
		for {
			time.Sleep(around(4 * time.Second))
			mu.Lock()
			time.Sleep(300 * time.Millisecond)
			mu.Unlock()
		}
	}()
	follow(between(dice, 15, 40), seconds(dice, 8, 25), 500*time.Millisecond, 0, func(lasts time.Duration) {
		mu.RLock()
		defer mu.RUnlock()
		time.Sleep(lasts)
	})
}

func around(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.5 + rand.Float64()))
}
