package store

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"compress/gzip"
	"io"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "store-pipe-writer",
		Patterns:   []string{"pipe-abandoned"},
		Causes:     []string{".compress.func1"},
		Places:     []catalog.Place{catalog.At(".compress.func1", "select")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(11, 6*time.Second)
			workpool.Pool(9, 30*time.Millisecond, 100*time.Millisecond)
			pace.Requests(400*time.Millisecond, func() { compress(1 << 20) })
		},
	})
}

// compress reads the first bytes only, and leaves the writer with the others.
func compress(size int) []byte {
	r, w := io.Pipe()
	go func() {
		zip, _ := gzip.NewWriterLevel(w, gzip.NoCompression)
		zip.Write(make([]byte, size))
		w.CloseWithError(zip.Close())
	}()
	head := make([]byte, 512)
	io.ReadFull(r, head)
	return head
}
