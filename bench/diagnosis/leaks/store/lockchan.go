package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/traffic"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-lock-over-channel",
		Patterns: []string{"send-blocked", "send-receiver-gone", "mutex-not-released"},
		Causes:   []string{".(*journal).append"},
		Places:   []catalog.Place{catalog.At(".(*journal).append", "chan send")},
		Victims:  []string{".(*journal).append", ".(*journal).length"},
		Start: func() {
			traffic.HTTP(7, 5*time.Second)
			telemetry.Reporters(12, 300*time.Millisecond)
			go writes.drain(5)
			pace.Every(time.Second, func() { go writes.append("entry") })
			pace.Requests(350*time.Millisecond, func() { writes.length() })
		},
	})
}

var writes = &journal{out: make(chan string)}

type journal struct {
	mu  sync.Mutex
	out chan string
	n   int
}

// append holds the lock while it hands the entry over, and whoever takes entries has left.
func (j *journal) append(entry string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.n++
	j.out <- entry
}

func (j *journal) length() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.n
}

func (j *journal) drain(n int) {
	for range n {
		<-j.out
	}
}
