package scenario

import (
	"runtime"
	"slices"
	"strings"
)

// census counts the goroutines of this process that have arrived where the groups say they wait.
//
// It reads the goroutine profile, while [Runner.Parked] only adds up what was started: the two agree once every
// goroutine has reached its place.
func census(groups []Group) []int {
	counts := make([]int, len(groups))
	for stack, count := range stacks() {
		functions := functionsOf(stack)
		for i := range groups {
			if groups[i].At(functions) && groups[i].waits(functions) {
				counts[i] += count
			}
		}
	}
	return counts
}

// stacks reads the goroutine profile, with equal stacks counted together. A stack is cut after 32 frames.
func stacks() map[[32]uintptr]int {
	records := make([]runtime.StackRecord, runtime.NumGoroutine()+64)
	for {
		n, ok := runtime.GoroutineProfile(records)
		if ok {
			records = records[:n]
			break
		}
		records = make([]runtime.StackRecord, n+n/8+64)
	}
	counts := make(map[[32]uintptr]int)
	for i := range records {
		counts[records[i].Stack0]++
	}
	return counts
}

// functionsOf names the functions of a stack, innermost first.
func functionsOf(stack [32]uintptr) []string {
	pcs := stack[:]
	for len(pcs) > 0 && pcs[len(pcs)-1] == 0 {
		pcs = pcs[:len(pcs)-1]
	}
	var functions []string
	frames := runtime.CallersFrames(pcs)
	for {
		frame, more := frames.Next()
		functions = append(functions, frame.Function)
		if !more {
			return functions
		}
	}
}

// At tells whether a stack, innermost function first, is in the group's place.
func (g *Group) At(functions []string) bool {
	own := slices.IndexFunc(functions, func(name string) bool { return !isStandard(name) })
	if own >= 0 {
		return functions[own] == g.Function
	}
	return g.Function == "" && (slices.Contains(functions, g.Leaf) ||
		g.NewerLeaf != "" && slices.Contains(functions, g.NewerLeaf))
}

// isStandard tells whether a function is of the standard library, whose import paths have no domain in front.
func isStandard(function string) bool {
	domain, _, isPath := strings.Cut(function, "/")
	return !isPath || !strings.Contains(domain, ".")
}

// waits tells whether a stack shows the group's kind of wait, as far as stacks show it.
func (g *Group) waits(functions []string) bool {
	switch {
	case len(g.Also) > 0:
		return true
	case g.Family == "running", g.Family == "syscall", g.Family == "coroutine":
		return !isParked(functions)
	default:
		polls := slices.Contains(functions, "internal/poll.runtime_pollWait")
		return isParked(functions) && polls == (g.Family == "IO wait")
	}
}

func isParked(functions []string) bool {
	return functions[0] == "runtime.gopark" || functions[0] == "runtime.goparkunlock"
}
