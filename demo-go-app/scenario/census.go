package scenario

import (
	"runtime"
	"strings"
)

// census counts the goroutines of this process that have arrived where the groups say they wait.
//
// It reads the goroutine profile, while [Runner.Parked] only adds up what was started: the two agree once every
// goroutine has reached its place.
func census(groups []Group) []int {
	counts := make([]int, len(groups))
	for stack, count := range stacks() {
		for i := range groups {
			if groups[i].holds(stack) {
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

func (g *Group) holds(stack [32]uintptr) bool {
	pcs := stack[:]
	for len(pcs) > 0 && pcs[len(pcs)-1] == 0 {
		pcs = pcs[:len(pcs)-1]
	}
	frames := runtime.CallersFrames(pcs)
	parked, leaf, first := false, "", true
	for {
		frame, more := frames.Next()
		if first {
			parked = frame.Function == "runtime.gopark" || frame.Function == "runtime.goparkunlock"
			first = false
		}
		if leaf == "" && !strings.HasPrefix(frame.Function, "runtime.") {
			leaf = frame.Function
		}
		if g.Function != "" && frame.Function == g.Function {
			return parked || g.Family == "running" || len(g.Also) > 0
		}
		if !more {
			return g.Function == "" && parked && leaf == g.Leaf
		}
	}
}
