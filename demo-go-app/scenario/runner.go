package scenario

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// MostStarts is the largest number of starts that one call may ask for.
const MostStarts = 1_000_000

// ErrUnknown is for a scenario or variant that does not exist.
var ErrUnknown = errors.New("unknown")

// Options say how a scenario is to be run.
type Options struct {
	// Starts is how many times it is started at once; 0 takes the scenario's own number.
	Starts int
	// Variant is the variant's name; empty means leaky.
	Variant string
	// Every starts the same number again after each interval; 0 starts it only once.
	Every time.Duration
	// For ends the repetition after this time, and also those variants that can be stopped; 0 leaves it to the
	// scenario.
	For time.Duration
}

// Runner starts scenarios and keeps account of what they leave behind.
//
// It keeps numbers and contexts only, never a channel or lock that a leaked goroutine waits for.
type Runner struct {
	scenarios []*Scenario
	mu        sync.Mutex
	runs      []*Run
}

// NewRunner returns a runner for these scenarios.
func NewRunner(scenarios []*Scenario) *Runner { return &Runner{scenarios: scenarios} }

// Scenarios lists all that can be started.
func (r *Runner) Scenarios() []*Scenario { return r.scenarios }

// Find returns the scenario of this name.
func (r *Runner) Find(name string) (*Scenario, error) {
	for _, s := range r.scenarios {
		if s.Name == name {
			return s, nil
		}
	}
	return nil, fmt.Errorf("%w scenario %q", ErrUnknown, name)
}

// Start starts a scenario and returns without waiting for its goroutines; see [Runner.Settle].
func (r *Runner) Start(name string, options Options) (*Run, error) {
	s, err := r.Find(name)
	if err != nil {
		return nil, err
	}
	if options.Variant == "" {
		options.Variant = "leaky"
	}
	variant := s.Variant(options.Variant)
	if variant == nil {
		return nil, fmt.Errorf("%w variant %q of %s", ErrUnknown, options.Variant, name)
	}
	if options.Starts == 0 {
		options.Starts = s.Starts
	}
	if options.Starts < 0 || options.Starts > MostStarts {
		return nil, fmt.Errorf("n must be between 1 and %d", MostStarts)
	}
	if options.For == 0 {
		options.For = variant.StopsAfter
	}

	ctx, cancel := context.WithCancel(context.Background())
	if options.For > 0 {
		ctx, cancel = context.WithTimeout(context.Background(), options.For)
	}
	run := &Run{Scenario: s, Variant: variant, cancel: cancel, done: ctx.Done()}
	r.mu.Lock()
	r.runs = append(r.runs, run)
	r.mu.Unlock()

	run.start(ctx, options.Starts)
	if options.Every > 0 {
		run.repeats.Add(1)
		go run.repeat(ctx, options.Starts, options.Every)
	}
	return run, nil
}

// Settle waits until every goroutine that the scenario leaves behind has arrived in its place (in the fixed
// variants: until every start has returned), and tells whether it came to that before the context ended.
func (r *Runner) Settle(ctx context.Context, run *Run) bool {
	wait := time.Millisecond
	for {
		if r.settled(run) {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(wait):
			wait = min(wait*2, 100*time.Millisecond)
		}
	}
}

func (r *Runner) settled(run *Run) bool {
	groups := run.Variant.Leaves
	if len(groups) == 0 {
		return run.Serving() == 0
	}
	expected := 0
	r.mu.Lock()
	for _, other := range r.runs {
		if other.Variant == run.Variant && !(other.Variant.Stops && other.ended()) {
			expected += other.Started()
		}
	}
	r.mu.Unlock()
	for i, count := range census(groups) {
		if count < expected*groups[i].PerStart {
			return false
		}
	}
	return true
}

// Parked is how many goroutines each scenario has left behind in all its runs. Scenarios that were never started
// are left out.
func (r *Runner) Parked() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	parked := make(map[string]int)
	for _, run := range r.runs {
		parked[run.Scenario.Name] += run.Parked()
	}
	return parked
}

// Repeating is how many goroutines are busy starting scenarios again and again.
func (r *Runner) Repeating() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	sum := 0
	for _, run := range r.runs {
		sum += int(run.repeats.Load())
	}
	return sum
}

// Besides is how many goroutines the scenarios keep next to those that they leave behind.
func (r *Runner) Besides() int {
	sum := 0
	for _, s := range r.scenarios {
		if s.Besides != nil {
			sum += s.Besides()
		}
	}
	return sum
}

// Stop ends the runs of one scenario, or of all when the name is empty: no more starts, and those goroutines end
// that can. It returns how many goroutines of each scenario only a restart of the process can end.
func (r *Runner) Stop(name string) (map[string]int, error) {
	if name != "" {
		if _, err := r.Find(name); err != nil {
			return nil, err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	lost := make(map[string]int)
	for _, run := range r.runs {
		if name != "" && run.Scenario.Name != name {
			continue
		}
		run.cancel()
		if parked := run.Parked(); parked > 0 {
			lost[run.Scenario.Name] += parked
		}
	}
	return lost, nil
}
