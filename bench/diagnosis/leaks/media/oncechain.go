package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "media-once-within-once",
		Patterns: []string{"once-stuck", "mutex-not-released"},
		Causes:   []string{".(*codecs).load", ".(*codecs).get"},
		Places:   []catalog.Place{catalog.At(".(*codecs).get", "mutex")},
		Start: func() {
			traffic.HTTP(7, 6*time.Second)
			workpool.Pool(6, 30*time.Millisecond, 80*time.Millisecond)
			pace.Requests(450*time.Millisecond, func() { known.get() })
		},
	})
}

var known = &codecs{}

type codecs struct {
	once  sync.Once
	names []string
}

func (c *codecs) get() []string {
	c.once.Do(c.load)
	return c.names
}

// load asks for what it is about to load.
func (c *codecs) load() {
	c.names = append(c.get(), "raw")
}
