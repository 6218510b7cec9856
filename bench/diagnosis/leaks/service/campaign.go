package service

import (
	"acme.example/platform/catalog"
	"acme.example/platform/workpool"
	"net/http"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "service-campaign-one-worker-woken",
		Patterns:   []string{"cond-never-signalled"},
		Causes:     []string{".(*mailQueue).take"},
		Places:     []catalog.Place{catalog.At(".(*mailQueue).take", "cond")},
		ProvenByGC: true,
		Start: func() {
			workpool.Queue(8, 60*time.Millisecond)
			visitors(900*time.Millisecond, send)
		},
	})
}

type mailQueue struct {
	sync.Mutex
	ready  *sync.Cond
	mails  []func()
	closed bool
}

// close wakes one worker, where it should wake all.
func (q *mailQueue) close() {
	q.Lock()
	q.closed = true
	q.Unlock()
	q.ready.Signal()
}

func (q *mailQueue) put(mail func()) {
	q.Lock()
	q.mails = append(q.mails, mail)
	q.Unlock()
	q.ready.Signal()
}

func (q *mailQueue) take() func() {
	q.Lock()
	defer q.Unlock()
	for len(q.mails) == 0 {
		if q.closed {
			return nil
		}
		q.ready.Wait()
	}
	mail := q.mails[0]
	q.mails = q.mails[1:]
	return mail
}

type campaign struct {
	*mailQueue
	sent sync.WaitGroup
}

func (c *campaign) work() {
	for mail := c.take(); mail != nil; mail = c.take() {
		mail()
	}
}

func send(http.ResponseWriter, *http.Request) {
	c := &campaign{mailQueue: &mailQueue{}}
	c.ready = sync.NewCond(c)
	defer c.close()
	for range 3 {
		go c.work()
	}
	for range 12 {
		c.sent.Add(1)
		c.put(func() { time.Sleep(20 * time.Millisecond); c.sent.Done() })
	}
	c.sent.Wait()
}
