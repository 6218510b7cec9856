package search

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"errors"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "search-read-lock-kept",
		Patterns: []string{"mutex-not-released", "rwmutex-nested-read-lock"},
		Causes:   []string{".(*dictionary).learn", ".(*dictionary).has"},
		Places:   []catalog.Place{catalog.At(".(*dictionary).learn", "mutex"), catalog.At(".(*dictionary).has", "mutex")},
		Start: func() {
			traffic.HTTP(8, 6*time.Second)
			workpool.Readers(9, 8*time.Millisecond)
			pace.Numbered(200*time.Millisecond, func(n int) { english.has(n) })
			pace.Every(3*time.Second, func() { go english.learn(1) })
		},
	})
}

var english = &dictionary{words: map[int]bool{}}

type dictionary struct {
	mu    sync.RWMutex
	words map[int]bool
}

// has keeps the read lock when the word is too long.
func (d *dictionary) has(word int) (bool, error) {
	d.mu.RLock()
	if word%10 == 9 {
		return false, errors.New("too long")
	}
	defer d.mu.RUnlock()
	return d.words[word], nil
}

func (d *dictionary) learn(word int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.words[word] = true
}
