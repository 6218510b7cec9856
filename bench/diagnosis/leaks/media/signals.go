package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "media-signal-per-reload",
		Patterns: []string{"receive-never-sent", "range-never-closed"},
		Causes:   []string{".(*settings).watch"},
		Places:   []catalog.Place{catalog.At(".(*settings).watch", "chan receive")},
		Start: func() {
			traffic.HTTP(9, 6*time.Second)
			workpool.Contention(8, 9*time.Millisecond)
			pace.Requests(time.Second, func() { (&settings{}).watch() })
		},
	})
}

type settings struct{ reloads int }

// watch waits for a signal, with each settings object anew.
func (s *settings) watch() {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGUSR1)
	for range hangups {
		s.reloads++
	}
}
