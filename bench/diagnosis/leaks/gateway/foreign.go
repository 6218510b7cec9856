package gateway

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"context"
	"sync"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "gateway-foreign-context",
		Patterns: []string{"context-never-cancelled"},
		Causes:   []string{"context.(*cancelCtx).propagateCancel.func2"},
		Places:   []catalog.Place{catalog.At("context.(*cancelCtx).propagateCancel.func2", "select")},
		Start: func() {
			traffic.Sessions(18, 6*time.Second)
			workpool.Queue(6, 50*time.Millisecond)
			root := requestContext{Context: context.Background(), done: make(chan struct{})}
			pace.Requests(250*time.Millisecond, func() { keep(handle(root)) })
		},
	})
}

// requestContext is a context as web frameworks have them, which the standard library cannot look into.
type requestContext struct {
	context.Context
	done chan struct{}
}

func (c requestContext) Done() <-chan struct{} { return c.done }

var kept sync.Map

func keep(cancel context.CancelFunc) { kept.Store(&cancel, true) }

// handle leaves the cancelling to others, who do not do it.
func handle(parent context.Context) context.CancelFunc {
	ctx, cancel := context.WithCancel(parent)
	_ = context.WithValue(ctx, parent, 1)
	return cancel
}
