// Package checks is the service's status page: is everything that it needs there?
package checks

import (
	"context"
	"errors"
	"runtime/pprof"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// EarlyReturn asks ten parts of the service at once whether they are well, and answers with the first failure.
//
// What goes wrong: each check reports on an unbuffered channel. When the first failure arrives, Run returns, and
// the nine other checks wait for ever to send a report that nobody will take. RunBuffered gives the channels room
// for every check, so that each can report and end, whether or not somebody still listens.
var EarlyReturn = scenario.Scenario{
	Name:    "checks-early-return",
	Shows:   "ten checks report on unbuffered channels; the caller leaves at the first failure",
	Pattern: "send-receiver-gone",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: showStatus, Leaves: []scenario.Group{{
			Family:   "chan send",
			Function: "gorowatch.dev/demo-go-app/scenario/checks.(*Runner).report",
			PerStart: 9,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: showStatusBuffered},
	},
}

type check struct {
	name  string
	takes time.Duration
	err   error
}

// Runner runs all checks at the same time.
type Runner struct {
	checks []check
}

func newRunner() *Runner {
	runner := &Runner{checks: []check{{"database", 2 * time.Millisecond, errors.New("connection refused")}}}
	for _, name := range []string{"cache", "mail", "payment", "search", "storage", "queue", "clock", "disk", "licence"} {
		runner.checks = append(runner.checks, check{name, 120 * time.Millisecond, nil})
	}
	return runner
}

// Run returns the first failure, or nil when all is well.
func (r *Runner) Run() error {
	done := make(chan string)
	quit := make(chan error)
	for _, c := range r.checks {
		go r.report(c, done, quit)
	}
	for range r.checks {
		select {
		case <-done:
		case err := <-quit:
			return err
		}
	}
	return nil
}

// RunBuffered is Run with room for every report.
func (r *Runner) RunBuffered() error {
	done := make(chan string, len(r.checks))
	quit := make(chan error, len(r.checks))
	for _, c := range r.checks {
		go r.report(c, done, quit)
	}
	for range r.checks {
		select {
		case <-done:
		case err := <-quit:
			return err
		}
	}
	return nil
}

func (r *Runner) report(c check, done chan<- string, quit chan<- error) {
	time.Sleep(c.takes)
	if c.err != nil {
		quit <- c.err
		return
	}
	done <- c.name
}

func showStatus(ctx context.Context) error {
	return answer(ctx, newRunner().Run)
}

func showStatusBuffered(ctx context.Context) error {
	return answer(ctx, newRunner().RunBuffered)
}

func answer(ctx context.Context, run func() error) (err error) {
	pprof.Do(ctx, pprof.Labels("route", "/status"), func(context.Context) {
		if run() == nil {
			err = errors.New("the database answered")
		}
	})
	return err
}
