package reports

import (
	"context"

	"gorowatch.dev/demo-go-app/scenario"
)

// ClosureKeepsGlobal previews a page and draws it again whenever a template changes.
//
// What goes wrong: the goroutine never ends, and its closure holds the page (256 KiB). As the channel is a global,
// everything that waits on it counts as reachable: the garbage collector can neither free the page nor prove that
// the goroutine is lost. Put right, the goroutine ends with the preview.
var ClosureKeepsGlobal = scenario.Scenario{
	Name:    "closure-keeps-global",
	Shows:   "a goroutine that never ends holds memory in its closure, kept reachable by a global channel",
	Pattern: "receive-never-sent",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: showPreview, Leaves: []scenario.Group{{
			Family:   "chan receive",
			Function: "gorowatch.dev/demo-go-app/scenario/reports.(*Preview).keepFresh.func1",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: showPreviewAndClose},
	},
}

const pageBytes = 256 << 10

var templateChanged = make(chan string)

// Preview is one page as it would look now.
type Preview struct {
	name string
}

func (p *Preview) keepFresh() {
	page := make([]byte, pageBytes)
	go func() {
		for {
			template := <-templateChanged
			copy(page, p.name+template)
		}
	}()
}

func (p *Preview) keepFreshUntil(closed <-chan struct{}) {
	page := make([]byte, pageBytes)
	go func() {
		for {
			select {
			case template := <-templateChanged:
				copy(page, p.name+template)
			case <-closed:
				return
			}
		}
	}()
}

func showPreview(context.Context) error {
	preview := &Preview{name: "home"}
	preview.keepFresh()
	return nil
}

func showPreviewAndClose(context.Context) error {
	preview := &Preview{name: "home"}
	closed := make(chan struct{})
	defer close(closed)
	preview.keepFreshUntil(closed)
	return nil
}
