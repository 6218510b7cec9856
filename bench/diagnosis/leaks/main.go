// Command leaks is a collection of small services, each with one leak of goroutines beside ordinary work. It exists to
// judge `gorowatch check`.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"time"

	"acme.example/platform/catalog"
	"acme.example/platform/everyday"
	_ "acme.example/platform/fleet"
	_ "acme.example/platform/gateway"
	_ "acme.example/platform/media"
	_ "acme.example/platform/orders"
	_ "acme.example/platform/search"
	_ "acme.example/platform/service"
	_ "acme.example/platform/store"
	_ "acme.example/platform/stream"
	"acme.example/platform/upstream"
)

func main() {
	program := flag.String("program", "", "run the program of this `name`")
	addr := flag.String("addr", "127.0.0.1:0", "`address` of pprof; port 0 takes a free one")
	lifetime := flag.Duration("for", time.Minute, "end after this `time`")
	untilStdinCloses := flag.Bool("until-stdin-closes", false, "end when stdin closes, so that a parent takes it along")
	truth := flag.Bool("truth", false, "print the truth about all programs as JSON")
	calm := flag.Bool("calm", false, "leave out the load that rises and falls")
	other := flag.Bool("upstream", false, "be the other side of programs that need one")
	flag.Parse()
	if err := run(*program, *addr, *lifetime, *untilStdinCloses, *truth, *calm, *other); err != nil {
		fmt.Fprintln(os.Stderr, "leaks:", err)
		os.Exit(1)
	}
}

func run(name, addr string, lifetime time.Duration, untilStdinCloses, truth, calm, other bool) error {
	if truth {
		out := json.NewEncoder(os.Stdout)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		return out.Encode(catalog.All())
	}
	if other {
		return upstream.Serve()
	}
	program, err := catalog.Find(name)
	if err != nil {
		return err
	}
	door, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	if !calm {
		everyday.Work(name)
	}
	program.Start()
	go http.Serve(door, nil)
	fmt.Printf("listening on http://%s/debug/pprof/\n", door.Addr())

	stdin := make(chan struct{})
	if untilStdinCloses {
		go func() {
			io.Copy(io.Discard, os.Stdin)
			close(stdin)
		}()
	}
	select {
	case <-time.After(lifetime):
	case <-stdin:
	}
	return nil
}
