// Package dump reads the stacks of this very process, for tests that compare them with what should be there.
package dump

import (
	"regexp"
	"runtime"
	"strings"
)

// Goroutine is one goroutine of a dump.
type Goroutine struct {
	// Status is the runtime's word, such as "chan send (nil chan)", without the minutes.
	Status string
	// Functions lists the stack from the innermost frame on.
	Functions []string
	// CreatedBy is the function with the go statement.
	CreatedBy string
	// Text is the goroutine as the runtime printed it.
	Text string
}

var (
	header = regexp.MustCompile(`^goroutine \d+ \[([^\],]+)`)
	call   = regexp.MustCompile(`^([^\t].*)\(.*\)$`)
	create = regexp.MustCompile(`^created by (.+?)( in goroutine \d+)?$`)
)

// Take returns all goroutines, from runtime.Stack.
func Take() []Goroutine {
	text := make([]byte, 1<<20)
	for {
		n := runtime.Stack(text, true)
		if n < len(text) {
			return Parse(string(text[:n]))
		}
		text = make([]byte, 2*len(text))
	}
}

// Parse reads the text of a dump.
func Parse(text string) []Goroutine {
	var goroutines []Goroutine
	for _, block := range strings.Split(text, "\n\n") {
		lines := strings.Split(block, "\n")
		match := header.FindStringSubmatch(lines[0])
		if match == nil {
			continue
		}
		g := Goroutine{Status: strings.TrimSuffix(match[1], " (leaked)"), Text: block}
		for _, line := range lines[1:] {
			if match := create.FindStringSubmatch(line); match != nil {
				g.CreatedBy = match[1]
			} else if match := call.FindStringSubmatch(line); match != nil {
				g.Functions = append(g.Functions, match[1])
			}
		}
		goroutines = append(goroutines, g)
	}
	return goroutines
}

// Leaf is the innermost function outside package runtime.
func (g Goroutine) Leaf() string {
	for _, function := range g.Functions {
		if !strings.HasPrefix(function, "runtime.") {
			return function
		}
	}
	return ""
}

// Innermost is the innermost function whose name begins with the prefix, or "".
func (g Goroutine) Innermost(prefix string) string {
	for _, function := range g.Functions {
		if strings.HasPrefix(function, prefix) {
			return function
		}
	}
	return ""
}
