package scenario

import (
	"encoding/json"
	"reflect"
	"runtime"
	"strings"
)

type variantRow struct {
	Name   string  `json:"name"`
	Entry  string  `json:"entry"`
	Stops  bool    `json:"stops"`
	Leaves []Group `json:"leaves"`
}

type scenarioRow struct {
	Name     string       `json:"name"`
	Shows    string       `json:"shows"`
	Pattern  string       `json:"pattern,omitempty"`
	File     string       `json:"file"`
	Healthy  bool         `json:"healthy"`
	Heavy    bool         `json:"heavy"`
	Starts   int          `json:"starts"`
	Variants []variantRow `json:"variants"`
}

// Table writes the scenarios as the JSON of scenarios.json, for programs that want to know what to expect.
func Table(scenarios []*Scenario) ([]byte, error) {
	rows := make([]scenarioRow, 0, len(scenarios))
	for _, s := range scenarios {
		row := scenarioRow{
			Name: s.Name, Shows: s.Shows, Pattern: s.Pattern, File: s.File(),
			Healthy: s.Healthy(), Heavy: s.Heavy, Starts: s.Starts,
		}
		for i := range s.Variants {
			v := &s.Variants[i]
			entry, _ := v.entry()
			row.Variants = append(row.Variants, variantRow{v.Name, entry, v.Stops, append([]Group{}, v.Leaves...)})
		}
		rows = append(rows, row)
	}
	text, err := json.MarshalIndent(map[string]any{"scenarios": rows}, "", "  ")
	return append(text, '\n'), err
}

// entry names the function that starts the variant, and its file as the compiler knows it.
func (v *Variant) entry() (function, file string) {
	start := runtime.FuncForPC(reflect.ValueOf(v.Start).Pointer())
	file, _ = start.FileLine(start.Entry())
	return start.Name(), file
}

// File is the scenario's own file, from the root of the module.
func (s *Scenario) File() string {
	_, file := s.Variants[0].entry()
	return file[strings.LastIndex(file, "/scenario/")+1:]
}
