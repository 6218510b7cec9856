package search

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/upstream"
	"acme.example/platform/workpool"
	"net/http"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "search-lock-over-a-call",
		Patterns: []string{"http-no-deadline", "mutex-not-released"},
		Causes:   []string{".(*synonyms).refresh"},
		Places:   []catalog.Place{catalog.At(".(*synonyms).refresh", "select")},
		Victims: []string{
			".(*synonyms).of", "net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop",
		},
		Start: func() {
			up := upstream.Start()
			workpool.Saturated(6, 70*time.Millisecond)
			telemetry.Cron(4, 2*time.Second)
			pace.Later(2*time.Second, func() { thesaurus.refresh(up.HTTP + "/hang") })
			pace.Requests(400*time.Millisecond, func() { thesaurus.of("word") })
		},
	})
}

var thesaurus synonyms

type synonyms struct {
	mu    sync.Mutex
	words map[string]string
}

// refresh holds the lock while it asks a server that does not answer.
func (s *synonyms) refresh(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	resp, err := http.Get(url)
	if err == nil {
		resp.Body.Close()
		s.words = map[string]string{}
	}
}

func (s *synonyms) of(word string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.words[word]
}
