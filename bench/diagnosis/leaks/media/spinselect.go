package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"runtime"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "media-default-case-spins",
		Patterns: []string{"busy-loop"},
		Causes:   []string{".(*encoder).run"},
		Places:   []catalog.Place{catalog.At(".(*encoder).run", "runnable", "running")},
		Start: func() {
			workpool.Pipeline(3, 60*time.Millisecond)
			telemetry.Reporters(8, 600*time.Millisecond)
			pace.Later(time.Second, (&encoder{frames: make(chan int)}).run)
		},
	})
}

type encoder struct {
	frames chan int
	seen   int
}

// run was to wait for frames, and its default case does not.
func (e *encoder) run() {
	for {
		select {
		case <-e.frames:
			e.seen++
		default:
			runtime.Gosched()
		}
	}
}
