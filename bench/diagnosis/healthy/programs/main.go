// Command programs runs one of many small services that are busy and in order, yet look like leaks to a tool that
// only counts. With -list it says which there are.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"os/signal"
	"syscall"
	"time"

	"healthy.example/programs/stage"
)

func main() {
	name := flag.String("program", "", "which `program` to run")
	addr := flag.String("addr", "127.0.0.1:6060", "`address` of pprof; port 0 takes a free one")
	lifetime := flag.Duration("for", 0, "end after this `time`; 0 stays")
	untilStdinCloses := flag.Bool("until-stdin-closes", false, "end when stdin closes, so that a parent takes it along")
	visit := flag.String("visit", "", "be the program's visitors, at this `address`")
	list := flag.Bool("list", false, "name the programs and end")
	flag.Parse()
	if *list {
		for _, p := range programs {
			fmt.Printf("%s\t%s\n", p.Name, p.About)
		}
		return
	}
	program, found := find(*name)
	if !found {
		fail(fmt.Errorf("no program %q; -list names them", *name))
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if *visit != "" {
		go untilEOF(cancel)
		program.Visit(ctx, *visit)
		return
	}
	if err := serve(ctx, program, *addr); err != nil {
		fail(err)
	}
	if *untilStdinCloses {
		go untilEOF(cancel)
	}
	if *lifetime > 0 {
		time.AfterFunc(*lifetime, cancel)
	}
	if program.Parks {
		context.AfterFunc(ctx, func() { os.Exit(0) })
		park()
	}
	<-ctx.Done()
}

func park() { select {} }

// serve starts the program in a goroutine that has ended by the time anyone looks, as the set-up of many a service.
func serve(ctx context.Context, program stage.Program, addr string) error {
	door, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	started := make(chan error, 1)
	go func() { started <- program.Start(ctx, stage.New(program.Name)) }()
	if err := <-started; err != nil {
		return err
	}
	go http.Serve(door, nil)
	fmt.Printf("listening on http://%s/debug/pprof/\n", door.Addr())
	return nil
}

func find(name string) (stage.Program, bool) {
	for _, p := range programs {
		if p.Name == name {
			return p, true
		}
	}
	return stage.Program{}, false
}

func untilEOF(cancel context.CancelFunc) {
	io.Copy(io.Discard, os.Stdin)
	cancel()
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "programs:", err)
	os.Exit(1)
}
