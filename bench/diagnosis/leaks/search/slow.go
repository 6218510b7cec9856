package search

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "search-one-every-four-seconds",
		Patterns:   []string{"send-receiver-gone", "send-blocked"},
		Causes:     []string{".spellcheck.func1"},
		Places:     []catalog.Place{catalog.At(".spellcheck.func1", "chan send")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(12, 9*time.Second)
			workpool.Churn(30, 250*time.Millisecond)
			pace.Numbered(500*time.Millisecond, func(n int) { spellcheck(n) })
		},
	})
}

// spellcheck does not wait for the answer to each eighth word.
func spellcheck(n int) string {
	better := make(chan string)
	go func() {
		time.Sleep(15 * time.Millisecond)
		better <- "better"
	}()
	if n%8 == 0 {
		return ""
	}
	return <-better
}
