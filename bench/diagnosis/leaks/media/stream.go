package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/upstream"
	"acme.example/platform/workpool"
	"bufio"
	"net/http"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "media-feed-without-deadline",
		Patterns: []string{"http-no-deadline", "socket-no-deadline"},
		Causes:   []string{".(*feed).read"},
		Places:   []catalog.Place{catalog.At(".(*feed).read", "IO wait", "select")},
		Victims:  []string{"net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop"},
		Start: func() {
			up := upstream.Start()
			traffic.Sessions(8, 5*time.Second)
			workpool.Limited(5, 50*time.Millisecond, 150*time.Millisecond)
			pace.Requests(900*time.Millisecond, func() { (&feed{}).read(up.HTTP + "/stream") })
		},
	})
}

type feed struct{ lines int }

// read reads a feed that has gone silent.
func (f *feed) read(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		f.lines++
	}
	return lines.Err()
}
