package control

import (
	"net/http"
	"runtime"
)

// Truth is what the program itself knows about its goroutines, counted without any profile.
type Truth struct {
	// Goroutines is runtime.NumGoroutine at the moment of the answer. It includes the goroutine that answers and
	// its connReader.backgroundRead; both are in Own, under "connections" and "requests".
	Goroutines int `json:"goroutines"`
	// Scenarios is how many goroutines each scenario has left behind, from the number of its starts.
	Scenarios map[string]int `json:"scenarios"`
	// Own is the program's other goroutines by purpose.
	Own map[string]int `json:"own"`
	// Unaccounted is the rest: 0 when the traffic is off and nothing is on its way, else the client's side of the
	// traffic and other short work.
	Unaccounted int `json:"unaccounted"`
}

func (c *Control) truth() Truth {
	open, active := c.connections.Count()
	own := map[string]int{
		"connections":      open,
		"requests":         active,
		"repeated starts":  c.Runner.Repeating(),
		"scenario servers": c.Runner.Besides(),
		"crowd keepers":    c.crowd.Keepers(),
	}
	if c.Own != nil {
		for purpose, count := range c.Own() {
			own[purpose] = count
		}
	}
	scenarios := c.Runner.Parked()
	if inside := c.crowd.Inside(); inside > 0 {
		scenarios["crowd"] = inside
	}
	truth := Truth{Goroutines: runtime.NumGoroutine(), Scenarios: scenarios, Own: own}
	truth.Unaccounted = truth.Goroutines
	for _, count := range scenarios {
		truth.Unaccounted -= count
	}
	for _, count := range own {
		truth.Unaccounted -= count
	}
	return truth
}

func (c *Control) showTruth(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, c.truth())
}
