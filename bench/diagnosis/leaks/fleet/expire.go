package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "fleet-expire-sleepers",
		Patterns: []string{"sleep-flood"},
		Causes:   []string{".(*leases).expire"},
		Places:   []catalog.Place{catalog.At(".(*leases).expire", "sleep")},
		Start: func() {
			telemetry.Cron(8, 2*time.Second)
			workpool.Saturated(6, 80*time.Millisecond)
			l := &leases{}
			pace.Requests(100*time.Millisecond, func() { l.grant("lease") })
		},
	})
}

type leases struct{ granted int }

func (l *leases) grant(name string) {
	l.granted++
	go l.expire(name, time.Hour)
}

// expire sleeps for each lease, for as long as it lasts.
func (l *leases) expire(_ string, after time.Duration) {
	time.Sleep(after)
	l.granted--
}
