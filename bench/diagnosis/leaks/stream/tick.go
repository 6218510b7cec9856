package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "stream-lag-tick",
		Patterns: []string{"ticker-loop"},
		Causes:   []string{".reportLag"},
		Places:   []catalog.Place{catalog.At(".reportLag", "chan receive")},
		Start: func() {
			telemetry.Reporters(15, 300*time.Millisecond)
			workpool.Saturated(6, 60*time.Millisecond)
			pace.Bursts(5, 4*time.Second, func() { reportLag("group") })
		},
	})
}

// reportLag never stops, and begins anew at each rebalance.
func reportLag(group string) (reports int) {
	for range time.Tick(700 * time.Millisecond) {
		reports += len(group)
	}
	return reports
}
