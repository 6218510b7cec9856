package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/traffic"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "media-backoff-in-sleep",
		Patterns: []string{"sleep-flood", "sleep-loop"},
		Causes:   []string{".(*transcode).retry"},
		Places:   []catalog.Place{catalog.At(".(*transcode).retry", "sleep")},
		Start: func() {
			traffic.HTTP(11, 7*time.Second)
			telemetry.Cron(10, time.Second)
			pace.Requests(350*time.Millisecond, func() { (&transcode{}).retry() })
		},
	})
}

type transcode struct{ tries int }

// retry doubles its wait after each failure, without a limit.
func (t *transcode) retry() {
	for wait := 20 * time.Millisecond; ; wait *= 2 {
		t.tries++
		time.Sleep(wait)
	}
}
