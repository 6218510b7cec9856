// Package catalog lists the leaking programs of this collection, each with the truth about its leak.
package catalog

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// Place is one leaking place: the innermost function outside the runtime and the standard library (or, where all frames
// are of the standard library, a telling one of them), and the kinds of wait that goroutines may be seen in there.
type Place struct {
	Functions []string `json:"functions"`
	Families  []string `json:"families"`
}

// Program is one program with a leak.
//
// Function names that begin with a dot are of the package that adds the program.
type Program struct {
	Name string `json:"name"`
	// Patterns that name the leak rightly, the best first.
	Patterns []string `json:"patterns"`
	// Causes are the functions of which one must be named first.
	Causes []string `json:"causes"`
	// Places must all be found.
	Places []Place `json:"places"`
	// Victims may be named too: goroutines that wait because of the leak.
	Victims []string `json:"victims"`
	// ProvenByGC says whether the garbage collector can prove the leak.
	ProvenByGC bool `json:"provenByGC"`
	// TrimPath says that the program is to be built with -trimpath.
	TrimPath bool `json:"trimPath"`
	// Start begins the healthy work and the leak, and returns.
	Start func() `json:"-"`
}

var programs []Program

// Add puts a program into the list.
func Add(p Program) {
	pc, _, _, _ := runtime.Caller(1)
	caller := runtime.FuncForPC(pc).Name()
	slash := strings.LastIndexByte(caller, '/')
	pkg := caller[:slash+strings.IndexByte(caller[slash:], '.')]
	full := func(names []string) []string {
		out := []string{}
		for _, name := range names {
			if strings.HasPrefix(name, ".") {
				name = pkg + name
			}
			out = append(out, name)
		}
		return out
	}
	p.Causes, p.Victims = full(p.Causes), full(p.Victims)
	for i := range p.Places {
		p.Places[i].Functions = full(p.Places[i].Functions)
	}
	programs = append(programs, p)
}

// At is a place with one function and its kinds of wait.
func At(function string, families ...string) Place {
	return Place{Functions: []string{function}, Families: families}
}

// All returns the programs by name.
func All() []Program {
	slices.SortFunc(programs, func(a, b Program) int { return strings.Compare(a.Name, b.Name) })
	return programs
}

// Find returns the program of this name.
func Find(name string) (Program, error) {
	for _, p := range programs {
		if p.Name == name {
			return p, nil
		}
	}
	return Program{}, fmt.Errorf("no program %q", name)
}
