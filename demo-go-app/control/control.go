// Package control is the program's side door: pprof, and pages that start and stop scenarios and tell what the
// program knows about itself.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/pprof"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gorowatch.dev/demo-go-app/crowd"
	"gorowatch.dev/demo-go-app/scenario"
)

// settleAtMost is how long an answer waits for goroutines to arrive in their places.
const settleAtMost = 5 * time.Second

// Control answers the side door's requests.
type Control struct {
	Runner *scenario.Runner
	// Variant is the variant that is started when a request names none.
	Variant string
	// Own counts the goroutines of the rest of the program by purpose.
	Own func() map[string]int

	connections Connections
	crowd       crowd.Crowd
}

// Server returns a server for the side door, with no address yet.
func (c *Control) Server() *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	mux.HandleFunc("/{$}", c.index)
	mux.HandleFunc("/scenarios.json", c.table)
	mux.HandleFunc("/scenario/{name}", c.start)
	mux.HandleFunc("/scenario/{name}/stop", c.stop)
	mux.HandleFunc("/stop", c.stop)
	mux.HandleFunc("/crowd", c.gather)
	mux.HandleFunc("/truth", c.showTruth)
	mux.HandleFunc("/pauses", c.pauses)
	return &http.Server{Handler: mux, ConnState: c.connections.Watch, ReadHeaderTimeout: 10 * time.Second}
}

func (c *Control) index(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, "%-24s %9s  %s\n", "SCENARIO", "LEFT", "WHAT IT SHOWS")
	parked := c.Runner.Parked()
	for _, s := range c.Runner.Scenarios() {
		fmt.Fprintf(w, "%-24s %9d  %s\n", s.Name, parked[s.Name], s.Shows)
	}
	fmt.Fprintf(w, "%-24s %9d  %s\n", "crowd", c.crowd.Inside(), "many goroutines that wait, for measuring; all of them can be let go")
	fmt.Fprint(w, `
/scenario/NAME?n=10[&variant=fixed][&every=1s][&for=1m]   start one
/scenario/NAME/stop, /stop                                end one, or all, as far as possible
/crowd?n=10000&depth=10&stacks=100&kinds=select,sleep&churn=50
/truth   /pauses   /scenarios.json   /debug/pprof/
`)
}

func (c *Control) table(w http.ResponseWriter, _ *http.Request) {
	text, err := scenario.Table(c.Runner.Scenarios())
	if err != nil {
		refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(text)
}

// Started is the answer to a start.
type Started struct {
	Scenario string `json:"scenario"`
	Variant  string `json:"variant"`
	Started  int    `json:"started"`
	// Parked is how many goroutines this run has left behind.
	Parked int `json:"parked"`
	// Settled tells that all of them have arrived where they wait, or in a fixed variant that all have ended.
	Settled bool   `json:"settled"`
	Error   string `json:"error,omitempty"`
}

func (c *Control) start(w http.ResponseWriter, r *http.Request) {
	query := numbers{Values: r.URL.Query()}
	options := scenario.Options{
		Starts:  query.count("n"),
		Variant: query.Get("variant"),
		Every:   query.duration("every", 0),
		For:     query.duration("for", 0),
	}
	wait := query.duration("wait", settleAtMost)
	if options.Variant == "" {
		options.Variant = c.Variant
	}
	if query.err != nil {
		refuse(w, query.err)
		return
	}
	run, err := c.Runner.Start(r.PathValue("name"), options)
	if err != nil {
		refuse(w, err)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	started := Started{Scenario: run.Scenario.Name, Variant: run.Variant.Name, Settled: c.Runner.Settle(ctx, run)}
	started.Started, started.Parked = run.Started(), run.Parked()
	if failure := run.Failure(); failure != nil {
		started.Error = failure.Error()
	}
	writeJSON(w, http.StatusOK, started)
}

// Stopped is the answer to a stop.
type Stopped struct {
	// NeedRestart is how many goroutines stay, as nothing but the end of the process can end them.
	NeedRestart map[string]int `json:"needRestart"`
}

func (c *Control) stop(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if name == "" || name == "crowd" {
		c.crowd.Disperse()
	}
	if name == "crowd" {
		writeJSON(w, http.StatusOK, Stopped{map[string]int{}})
		return
	}
	lost, err := c.Runner.Stop(name)
	if err != nil {
		refuse(w, err)
		return
	}
	writeJSON(w, http.StatusOK, Stopped{lost})
}

func (c *Control) gather(w http.ResponseWriter, r *http.Request) {
	plan, err := ParsePlan(r.URL.RawQuery)
	query := numbers{Values: r.URL.Query()}
	wait := query.duration("wait", settleAtMost)
	if err == nil {
		err = query.err
	}
	if err == nil {
		err = c.crowd.Gather(plan)
	}
	if err != nil {
		refuse(w, err)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	settled := c.crowd.Settle(ctx)
	writeJSON(w, http.StatusOK, Gathered{Plan: plan, Inside: c.crowd.Inside(), Settled: settled})
}

// Gathered is the answer to a crowd.
type Gathered struct {
	Plan   crowd.Plan `json:"plan"`
	Inside int        `json:"inside"`
	// Settled tells that every visitor waits at the end of its path.
	Settled bool `json:"settled"`
}

// Gather lets a crowd in, as /crowd does.
func (c *Control) Gather(plan crowd.Plan) error { return c.crowd.Gather(plan) }

// ParsePlan reads a crowd's plan, as in n=10000&depth=10&stacks=100&kinds=select,sleep&churn=50.
func ParsePlan(text string) (crowd.Plan, error) {
	values, err := url.ParseQuery(text)
	if err != nil {
		return crowd.Plan{}, err
	}
	query, plan := numbers{Values: values}, crowd.DefaultPlan()
	for name, number := range map[string]*int{
		"n": &plan.Visitors, "depth": &plan.Depth, "stacks": &plan.Stacks, "churn": &plan.ChurnPerSecond,
	} {
		if query.Has(name) {
			*number = query.count(name)
		}
	}
	if query.Has("kinds") {
		plan.Kinds = strings.Split(query.Get("kinds"), ",")
	}
	return plan, query.err
}

// numbers reads values of a query and remembers the first that it could not read.
type numbers struct {
	url.Values
	err error
}

func (n *numbers) count(name string) int {
	if !n.Has(name) {
		return 0
	}
	value, err := strconv.Atoi(n.Get(name))
	if err != nil || value < 0 {
		n.err = fmt.Errorf("%s must be a number that is not negative, not %q", name, n.Get(name))
	}
	return value
}

func (n *numbers) duration(name string, otherwise time.Duration) time.Duration {
	if !n.Has(name) {
		return otherwise
	}
	value, err := time.ParseDuration(n.Get(name))
	if err != nil || value < 0 {
		n.err = fmt.Errorf("%s must be a time like 500ms or 2m, not %q", name, n.Get(name))
	}
	return value
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusBadRequest
	if errors.Is(err, scenario.ErrUnknown) {
		status = http.StatusNotFound
	}
	writeJSON(w, status, map[string]string{"error": err.Error()})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}
