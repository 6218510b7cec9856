package stream

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"errors"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "stream-token-not-returned",
		Patterns: []string{"send-blocked", "send-receiver-gone"},
		Causes:   []string{".(*throttle).do"},
		Places:   []catalog.Place{catalog.At(".(*throttle).do", "chan send")},
		Start: func() {
			traffic.Sessions(13, 5*time.Second)
			workpool.Limited(6, 50*time.Millisecond, 200*time.Millisecond)
			pace.Numbered(200*time.Millisecond, func(n int) {
				uploads.do(n)
			})
		},
	})
}

var uploads = &throttle{tokens: make(chan struct{}, 6)}

type throttle struct{ tokens chan struct{} }

// do keeps the token when the upload fails.
func (t *throttle) do(n int) error {
	t.tokens <- struct{}{}
	time.Sleep(20 * time.Millisecond)
	if n%3 == 0 {
		return errors.New("upload failed")
	}
	<-t.tokens
	return nil
}
