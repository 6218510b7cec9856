package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"bufio"
	"io"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "store-pipe-reader",
		Patterns:   []string{"pipe-abandoned"},
		Causes:     []string{".(*importer).scan"},
		Places:     []catalog.Place{catalog.At(".(*importer).scan", "select")},
		ProvenByGC: true,
		TrimPath:   true,
		Start: func() {
			telemetry.Flusher(3, 2*time.Second)
			workpool.FanOut(8, 400*time.Millisecond)
			pace.Requests(750*time.Millisecond, upload)
		},
	})
}

type importer struct{ lines int }

func (i *importer) scan(r io.Reader) {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		i.lines++
	}
}

// upload does not close its end.
func upload() {
	r, w := io.Pipe()
	go new(importer).scan(r)
	for range 5 {
		io.WriteString(w, "a,b,c\n")
	}
}
