package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"iter"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "store-iterator-not-stopped",
		Patterns: []string{"iter-pull-not-stopped"},
		Causes:   []string{".scan.func1", ".firstKey.scan.func1"},
		Places: []catalog.Place{{
			Functions: []string{".scan.func1", ".firstKey.scan.func1"},
			Families:  []string{"coroutine"},
		}},
		Start: func() {
			traffic.HTTP(6, 4*time.Second)
			workpool.Calls(15, 150*time.Millisecond)
			pace.Requests(600*time.Millisecond, func() { firstKey("users/") })
		},
	})
}

func scan(prefix string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range 100 {
			if !yield(prefix + string(rune('a'+i%26))) {
				return
			}
		}
	}
}

// firstKey does not stop the iterator.
func firstKey(prefix string) string {
	next, _ := iter.Pull(scan(prefix))
	key, _ := next()
	return key
}
