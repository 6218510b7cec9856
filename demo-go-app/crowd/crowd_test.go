package crowd

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"gorowatch.dev/demo-go-app/internal/dump"
)

const patience = 20 * time.Second

// Before Go 1.24 a WaitGroup had no word of its own.
var statuses = map[string][]string{
	"chan-receive": {"chan receive"},
	"chan-send":    {"chan send"},
	"select":       {"select"},
	"sleep":        {"sleep"},
	"mutex":        {"sync.Mutex.Lock"},
	"cond":         {"sync.Cond.Wait"},
	"waitgroup":    {"sync.WaitGroup.Wait", "semacquire"},
	"io-wait":      {"IO wait"},
}

func TestEveryKindOfVisitorWaitsInItsOwnWay(t *testing.T) {
	for _, kind := range Kinds() {
		t.Run(kind, func(t *testing.T) {
			var crowd Crowd
			gather(t, &crowd, Plan{Visitors: 7, Depth: 4, Stacks: 1, Kinds: []string{kind}})
			eventually(t, func() bool {
				found := 0
				for _, g := range dump.Take() {
					if isVisitor(g) && slices.Contains(statuses[kind], g.Status) {
						found++
					}
				}
				return found >= 7 // sleepers of an earlier run may not have left yet
			})
			crowd.Disperse()
			if kind != "sleep" { // those leave when they wake up, which is too long to wait for here
				eventually(t, func() bool { return crowd.Inside() == 0 })
			}
		})
	}
}

func TestThereAreAsManyStacksAsAskedFor(t *testing.T) {
	var crowd Crowd
	gather(t, &crowd, Plan{Visitors: 2000, Depth: 10, Stacks: 500, Kinds: []string{"chan-receive", "select", "cond"}})
	defer crowd.Disperse()
	stacks := make(map[string]int)
	for _, g := range dump.Take() {
		if !isVisitor(g) || g.Status == "sleep" { // sleepers of another test leave when they wake up
			continue
		}
		stacks[strings.Join(g.Functions, "\n")]++
	}
	if len(stacks) != 500 {
		t.Errorf("%d stacks", len(stacks))
	}
	for stack, count := range stacks {
		if count != 4 {
			t.Errorf("%d visitors with\n%s", count, stack)
		}
	}
}

func TestAChurningCrowdStaysAsLargeAsItIs(t *testing.T) {
	var crowd Crowd
	gather(t, &crowd, Plan{Visitors: 50, Depth: 3, Stacks: 5, Kinds: []string{"chan-send"}, ChurnPerSecond: 500})
	first := crowd.visitors[0]
	eventually(t, func() bool {
		crowd.mu.Lock()
		defer crowd.mu.Unlock()
		return crowd.visitors[0] != first && len(crowd.visitors) == 50
	})
	if crowd.Keepers() != 1 {
		t.Errorf("%d keepers", crowd.Keepers())
	}
	crowd.Disperse()
	eventually(t, func() bool { return crowd.Inside() == 0 && crowd.Keepers() == 0 })
}

func gather(t *testing.T, crowd *Crowd, plan Plan) {
	t.Helper()
	if err := crowd.Gather(plan); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if !crowd.Settle(ctx) {
		t.Fatal("the crowd has not settled")
	}
}

func isVisitor(g dump.Goroutine) bool {
	return len(g.Functions) > 0 && strings.HasSuffix(g.Functions[len(g.Functions)-1], "crowd.(*visitor).visit")
}

func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not come to that")
		}
	}
}
