// Package reports writes the shop's figures down.
package reports

import (
	"context"
	"strings"

	"gorowatch.dev/demo-go-app/scenario"
)

// RangeNeverClosed writes rows to a report as they come.
//
// What goes wrong: all rows have been sent, but nobody closes the channel, and the writer's range waits for another
// row for ever. The side that sends is the one to close it, with defer, so that it also happens on the way out of
// an error.
var RangeNeverClosed = scenario.Scenario{
	Name:    "range-never-closed",
	Shows:   "a range over a channel that nobody closes",
	Pattern: "range-never-closed",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: export, Leaves: []scenario.Group{{
			Family:   "chan receive",
			Function: "gorowatch.dev/demo-go-app/scenario/reports.(*Report).write",
			PerStart: 1,
			Proven:   true,
			Cause:    true,
		}}},
		{Name: "fixed", Start: exportAndClose},
	},
}

// Report is a text made of rows.
type Report struct {
	text strings.Builder
}

func (r *Report) write(rows <-chan string) {
	for row := range rows {
		r.text.WriteString(row)
	}
}

func export(context.Context) error {
	rows := make(chan string)
	go new(Report).write(rows)
	for _, row := range []string{"monday", "tuesday", "wednesday"} {
		rows <- row
	}
	return nil
}

func exportAndClose(context.Context) error {
	rows := make(chan string)
	defer close(rows)
	go new(Report).write(rows)
	for _, row := range []string{"monday", "tuesday", "wednesday"} {
		rows <- row
	}
	return nil
}
