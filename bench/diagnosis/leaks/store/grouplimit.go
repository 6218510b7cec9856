package store

import (
	"time"

	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"golang.org/x/sync/errgroup"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-errgroup-limit",
		Patterns: []string{"errgroup-stuck", "send-blocked"},
		Causes: []string{
			"golang.org/x/sync/errgroup.(*Group).Go", ".walk", ".walk.func1",
		},
		Places: []catalog.Place{{
			Functions: []string{"golang.org/x/sync/errgroup.(*Group).Go"},
			Families:  []string{"chan send"},
		}},
		Victims:    []string{"golang.org/x/sync/errgroup.(*Group).Wait", ".walkAll", "golang.org/x/sync/errgroup.(*Group).Go.func1"},
		ProvenByGC: true,
		Start: func() {
			workpool.Pool(11, 35*time.Millisecond, 90*time.Millisecond)
			telemetry.Expiring(15, time.Second)
			pace.Requests(1500*time.Millisecond, func() { walkAll(3) })
		},
	})
}

func walkAll(depth int) error {
	group := &errgroup.Group{}
	group.SetLimit(2)
	walk(group, depth)
	return group.Wait()
}

// walk starts a goroutine of the limited group from within such goroutines.
func walk(group *errgroup.Group, depth int) {
	for range 2 {
		group.Go(func() error {
			time.Sleep(5 * time.Millisecond)
			if depth > 0 {
				walk(group, depth-1)
			}
			return nil
		})
	}
}
