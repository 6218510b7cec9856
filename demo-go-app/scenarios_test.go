package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"testing"
	"time"

	"gorowatch.dev/demo-go-app/internal/dump"
	"gorowatch.dev/demo-go-app/scenario"
)

const (
	patience = 20 * time.Second
	// Starts per scenario in these tests: enough to tell a count from an accident, few enough for -race.
	starts = 5
)

var update = flag.Bool("update", false, "write scenarios.json")

func TestEveryLeakyVariantLeavesExactlyTheGoroutinesItSays(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.Name, func(t *testing.T) {
			variant := &s.Variants[0]
			before := count(variant.Leaves, dump.Take())
			runner := scenario.NewRunner(scenarios)
			run := start(t, runner, s, variant.Name)
			defer runner.Stop(s.Name)

			eventually(t, func() string {
				found := count(variant.Leaves, dump.Take())
				for i, group := range variant.Leaves {
					if found[i]-before[i] != starts*group.PerStart {
						return describe(group, found[i]-before[i])
					}
				}
				return ""
			})
			if failure := run.Failure(); failure != nil {
				t.Errorf("a start failed: %v", failure)
			}
			if parked := runner.Parked()[s.Name]; parked != starts*variant.Goroutines() {
				t.Errorf("the runner says %d", parked)
			}
		})
	}
}

func TestEveryFixedVariantLeavesNothing(t *testing.T) {
	for _, s := range scenarios {
		for _, variant := range s.Variants[1:] {
			t.Run(s.Name+"/"+variant.Name, func(t *testing.T) {
				before := belonging(s, dump.Take())
				runner := scenario.NewRunner(scenarios)
				run := start(t, runner, s, variant.Name)
				eventually(t, func() string {
					if run.Serving() > 0 {
						return "some starts have not returned"
					}
					if after := belonging(s, dump.Take()); len(after) != len(before) {
						return "still there:\n" + strings.Join(after, "\n\n")
					}
					return ""
				})
				if failure := run.Failure(); failure != nil {
					t.Errorf("a start failed: %v", failure)
				}
			})
		}
	}
}

func TestStopEndsWhatCanEndAndTellsWhatCannot(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.Name, func(t *testing.T) {
			variant := &s.Variants[0]
			before := belonging(s, dump.Take())
			runner := scenario.NewRunner(scenarios)
			run := start(t, runner, s, variant.Name)
			lost, err := runner.Stop(s.Name)
			if err != nil {
				t.Fatal(err)
			}
			if !variant.Stops {
				if lost[s.Name] != starts*variant.Goroutines() {
					t.Errorf("%d are said to be lost", lost[s.Name])
				}
				return
			}
			if lost[s.Name] != 0 {
				t.Errorf("%d are said to be lost", lost[s.Name])
			}
			eventually(t, func() string {
				if after := belonging(s, dump.Take()); run.Serving() > 0 || len(after) != len(before) {
					return "still there:\n" + strings.Join(after, "\n\n")
				}
				return ""
			})
		})
	}
}

func TestAStartCanBeRepeatedUntilItsTimeIsOver(t *testing.T) {
	runner := scenario.NewRunner(scenarios)
	run, err := runner.Start("receive-forever", scenario.Options{Starts: 2, Every: time.Millisecond, For: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, func() string {
		if run.Started() < 6 || run.Started()%2 != 0 {
			return "it was not started again"
		}
		return ""
	})
	eventually(t, func() string {
		if runner.Repeating() > 0 {
			return "it is still being started"
		}
		return ""
	})
}

// The goroutineleak profile exists since Go 1.27; without it there is nothing to compare with.
func TestTheGarbageCollectorProvesTheLeaksThatTheTableSaysItDoes(t *testing.T) {
	profile := pprof.Lookup("goroutineleak")
	if profile == nil {
		t.Skip("this Go has no goroutineleak profile")
	}
	runner := scenario.NewRunner(scenarios)
	var groups []scenario.Group
	for _, s := range scenarios {
		start(t, runner, s, s.Variants[0].Name)
		groups = append(groups, s.Variants[0].Leaves...)
		if s.Heavy {
			runner.Stop(s.Name)
		}
	}
	var found []int
	// Scanning of stacks is conservative: now and then one is missed, and found the next time.
	eventually(t, func() string {
		found = count(groups, leaked(t, profile))
		for i, group := range groups {
			if group.Proven && found[i] < starts*group.PerStart {
				return describe(group, found[i])
			}
		}
		return ""
	})
	for i, group := range groups {
		if !group.Proven && found[i] != 0 {
			t.Errorf("proven after all: %s", describe(group, found[i]))
		}
	}
	// The healthy ones can be stopped as long as somebody holds the runner, as the program does.
	runner.Stop("")
}

func TestEveryLeakyVariantHasACause(t *testing.T) {
	for _, s := range scenarios {
		isCause := func(group scenario.Group) bool { return group.Cause }
		if causes := slices.ContainsFunc(s.Variants[0].Leaves, isCause); causes == s.Healthy() {
			t.Errorf("%s has a cause: %v", s.Name, causes)
		}
	}
}

func TestScenariosJSONIsUpToDate(t *testing.T) {
	table, err := scenario.Table(scenarios)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("scenarios.json", table, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile("scenarios.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, table) {
		t.Error("scenarios.json is out of date; write it with: go test -run ScenariosJSON -update")
	}
}

func TestEveryScenarioHasAFileOfItsOwnAndARowInTheReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("scenario/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(scenarios) {
		t.Errorf("%d files for %d scenarios", len(files), len(scenarios))
	}
	for _, s := range scenarios {
		file := s.File()
		if !slices.Contains(files, file) {
			t.Errorf("%s has no file %s", s.Name, file)
		}
		if !strings.Contains(string(readme), "| `"+s.Name+"` |") {
			t.Errorf("%s is not in README.md", s.Name)
		}
	}
}
