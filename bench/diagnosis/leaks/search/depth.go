package search

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "search-tree-at-any-depth",
		Patterns:   []string{"receive-never-sent"},
		Causes:     []string{".(*tree).descend"},
		Places:     []catalog.Place{catalog.At(".(*tree).descend", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			workpool.Churn(40, 200*time.Millisecond)
			telemetry.Reporters(6, 400*time.Millisecond)
			pace.Numbered(300*time.Millisecond, func(n int) {
				t := &tree{loaded: make(chan struct{})}
				t.descend(n * 7 % 40)
			})
		},
	})
}

type tree struct{ loaded chan struct{} }

// descend waits for a page at the bottom, as deep as it happens to be.
func (t *tree) descend(levels int) int {
	if levels == 0 {
		<-t.loaded
		return 0
	}
	return t.descend(levels-1) + 1
}
