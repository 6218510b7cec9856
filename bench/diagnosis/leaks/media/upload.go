package media

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"fmt"
	"io"
	"mime/multipart"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "media-multipart-writer",
		Patterns:   []string{"pipe-abandoned"},
		Causes:     []string{".(*upload).write"},
		Places:     []catalog.Place{catalog.At(".(*upload).write", "select")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(10, 8*time.Second)
			workpool.Queue(8, 50*time.Millisecond)
			pace.Requests(800*time.Millisecond, func() { send(&upload{parts: 20}) })
		},
	})
}

type upload struct{ parts int }

func (u *upload) write(w *io.PipeWriter) {
	form := multipart.NewWriter(w)
	for n := range u.parts {
		form.WriteField(fmt.Sprint("part", n), "content")
	}
	w.CloseWithError(form.Close())
}

// send finds that it has no credentials after it has begun to read, and leaves.
func send(u *upload) error {
	r, w := io.Pipe()
	go u.write(w)
	var head [16]byte
	if _, err := r.Read(head[:]); err != nil {
		return err
	}
	return fmt.Errorf("no credentials")
}
