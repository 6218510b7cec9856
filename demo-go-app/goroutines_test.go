package main

import (
	"bytes"
	"context"
	"fmt"
	"runtime/pprof"
	"slices"
	"strings"
	"testing"
	"time"

	"gorowatch.dev/demo-go-app/internal/dump"
	"gorowatch.dev/demo-go-app/scenario"
)

func start(t *testing.T, runner *scenario.Runner, s *scenario.Scenario, variant string) *scenario.Run {
	t.Helper()
	run, err := runner.Start(s.Name, scenario.Options{Starts: starts, Variant: variant})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if !runner.Settle(ctx, run) {
		t.Fatalf("%s has not settled", s.Name)
	}
	return run
}

// count is how many goroutines of the dump belong to each group: where the group says, in the wait that it says.
func count(groups []scenario.Group, goroutines []dump.Goroutine) []int {
	counts := make([]int, len(groups))
	for i, group := range groups {
		for _, g := range goroutines {
			if group.At(g.Functions) && slices.Contains(statuses(group), g.Status) {
				counts[i]++
			}
		}
	}
	return counts
}

// statuses are the words of a dump for the group's wait. Before Go 1.24 it had none of its own for WaitGroups.
func statuses(group scenario.Group) []string {
	words := []string{group.Family}
	if group.Status != "" {
		words = []string{group.Status}
	}
	if group.Family == "waitgroup" {
		words = append(words, "semacquire")
	}
	return append(words, group.Also...)
}

// belonging returns the goroutines with the scenario's file on their stack or at their creation, and those in the
// places without a frame of this program where its leaky variant leaves some.
func belonging(s *scenario.Scenario, goroutines []dump.Goroutine) []string {
	var found []string
	for _, g := range goroutines {
		if strings.Contains(g.Text, "/"+s.File()+":") || isStandardPlace(s, g) {
			found = append(found, g.Text)
		}
	}
	return found
}

func isStandardPlace(s *scenario.Scenario, g dump.Goroutine) bool {
	return slices.ContainsFunc(s.Variants[0].Leaves, func(group scenario.Group) bool {
		return group.Function == "" && group.At(g.Functions) && slices.Contains(statuses(group), g.Status)
	})
}

func describe(group scenario.Group, found int) string {
	return fmt.Sprintf("%s in %s%s: found %d", group.Family, group.Function, group.Leaf, found)
}

func eventually(t *testing.T, problem func() string) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		text := problem()
		if text == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(text)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// leaked returns the goroutines that the profile says are lost; with debug=2 it lists all others too.
func leaked(t *testing.T, profile *pprof.Profile) []dump.Goroutine {
	var text bytes.Buffer
	if err := profile.WriteTo(&text, 2); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(dump.Parse(text.String()), func(g dump.Goroutine) bool {
		header, _, _ := strings.Cut(g.Text, "\n")
		return !strings.Contains(header, "(leaked)")
	})
}
