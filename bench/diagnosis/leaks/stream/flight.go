package stream

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
		Name:     "stream-single-flight",
		Patterns: []string{"waitgroup-never-done"},
		Causes:   []string{".(*flights).do"},
		Places:   []catalog.Place{catalog.At(".(*flights).do", "waitgroup")},
		Start: func() {
			traffic.HTTP(12, 6*time.Second)
			telemetry.Expiring(20, 1500*time.Millisecond)
			pace.Numbered(250*time.Millisecond, func(n int) {
				schemas.do(n%5, n)
			})
		},
	})
}

var schemas = &flights{calls: map[int]*flight{}}

type flights struct {
	mu    sync.Mutex
	calls map[int]*flight
}

type flight struct{ wg sync.WaitGroup }

// do lets others wait for the first; when its call panics, they wait forever.
func (f *flights) do(key, n int) {
	defer func() { recover() }()
	f.mu.Lock()
	if call, ok := f.calls[key]; ok {
		f.mu.Unlock()
		call.wg.Wait()
		return
	}
	call := &flight{}
	call.wg.Add(1)
	f.calls[key] = call
	f.mu.Unlock()
	load(n)
	call.wg.Done()
	f.mu.Lock()
	delete(f.calls, key)
	f.mu.Unlock()
}

func load(n int) {
	time.Sleep(10 * time.Millisecond)
	if n%9 == 0 {
		panic("bad schema")
	}
}
