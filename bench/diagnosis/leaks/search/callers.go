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
		Name:       "search-many-ways-to-one-place",
		Patterns:   []string{"send-blocked", "send-receiver-gone"},
		Causes:     []string{".(*suggestions).offer"},
		Places:     []catalog.Place{catalog.At(".(*suggestions).offer", "chan send")},
		ProvenByGC: true,
		Start: func() {
			traffic.Sessions(10, 5*time.Second)
			workpool.Calls(25, 90*time.Millisecond)
			ways := []func(*suggestions){byPrefix, bySound, byMeaning, byUser, byTime}
			pace.Numbered(400*time.Millisecond, func(n int) {
				s := &suggestions{out: make(chan string)}
				ways[n%len(ways)](s)
			})
		},
	})
}

type suggestions struct{ out chan string }

func (s *suggestions) offer(word string) { s.out <- word }

func byPrefix(s *suggestions)  { s.offer("prefix") }
func bySound(s *suggestions)   { s.offer("sound") }
func byMeaning(s *suggestions) { s.offer("meaning") }
func byUser(s *suggestions)    { s.offer("user") }
func byTime(s *suggestions)    { s.offer("time") }
