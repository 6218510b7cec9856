// Command demo-go-app is a small web shop to be looked at with gorowatch. It is healthy, until it is asked to show
// one of the mistakes that leave goroutines behind: see README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"gorowatch.dev/demo-go-app/control"
	"gorowatch.dev/demo-go-app/scenario"
	"gorowatch.dev/demo-go-app/shop"
)

func main() {
	o, err := parseOptions(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = serve(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo-go-app:", err)
		os.Exit(1)
	}
}

// serve opens the shop and the side door, and returns when it is time to end.
func serve(o options) error {
	door, err := net.Listen("tcp", o.addr)
	if err != nil {
		return err
	}
	defer door.Close()
	if !door.Addr().(*net.TCPAddr).IP.IsLoopback() {
		fmt.Fprintln(os.Stderr, "demo-go-app: everybody who can reach", door.Addr(), "can start scenarios and read profiles")
	}
	front, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer front.Close()

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var customers control.Connections
	goods := shop.New()
	goods.Open(ctx)
	counter := &http.Server{Handler: goods.Handler(), ConnState: customers.Watch, ReadHeaderTimeout: 10 * time.Second}
	traffic := shop.NewTraffic("http://" + front.Addr().String())

	// Each goroutine that follows has its line in own.
	own := func() map[string]int {
		open, active := customers.Count()
		present := map[string]int{
			"main": 1, "servers": 2, "signals": 1,
			"shop workers": goods.Workers(), "shop connections": open, "shop requests": active,
		}
		if o.traffic {
			present["traffic"] = 1 + traffic.Customers()
		}
		if o.monitor {
			present["monitor"] = 1
		}
		if o.untilStdinCloses {
			present["stdin"] = 1
		}
		return present
	}
	side := &control.Control{Runner: scenario.NewRunner(scenarios), Variant: o.variant, Own: own}
	failed := make(chan error, 2)
	go func() { failed <- counter.Serve(front) }()
	if err := o.startAll(side.Runner); err != nil {
		return err
	}
	if o.crowd != nil {
		if err := side.Gather(*o.crowd); err != nil {
			return err
		}
	}
	go func() { failed <- side.Server().Serve(door) }()
	if o.traffic {
		go traffic.Run(ctx)
	}
	if o.monitor {
		go monitor(ctx)
	}
	fmt.Printf("listening on http://%s/debug/pprof/\n", door.Addr())
	return wait(o, failed)
}

// wait returns when a signal, the end of stdin or of the program's time, or a failure of a server comes.
func wait(o options, failed <-chan error) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	stdin := make(chan struct{})
	if o.untilStdinCloses {
		go func() {
			io.Copy(io.Discard, os.Stdin)
			close(stdin)
		}()
	}
	var over <-chan time.Time
	if o.lifetime > 0 {
		over = time.After(o.lifetime)
	}
	select {
	case <-signals:
	case <-stdin:
	case <-over:
	case err := <-failed:
		return err
	}
	return nil
}

func monitor(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			fmt.Fprintf(os.Stderr, "%s goroutines: %d\n", time.Now().Format(time.TimeOnly), runtime.NumGoroutine())
		case <-ctx.Done():
			return
		}
	}
}
