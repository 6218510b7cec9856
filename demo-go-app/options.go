package main

import (
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"gorowatch.dev/demo-go-app/control"
	"gorowatch.dev/demo-go-app/crowd"
	"gorowatch.dev/demo-go-app/scenario"
)

// wish is one scenario that the command line asks for; 0 starts means the scenario's own number.
type wish struct {
	name   string
	starts int
}

type options struct {
	addr             string
	wishes           []wish
	variant          string
	every            time.Duration
	crowd            *crowd.Plan
	traffic          bool
	monitor          bool
	lifetime         time.Duration
	untilStdinCloses bool
}

func parseOptions(args []string, stderr io.Writer) (options, error) {
	o := options{traffic: true}
	flags := flag.NewFlagSet("demo-go-app", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:6060", "`address` of pprof and the control pages; port 0 takes a free one")
	flags.Func("scenario", "start `name[=n]` at once; repeatable, or with commas; \"all\" is every one that is not heavy", func(text string) error {
		wishes, err := parseWishes(text)
		o.wishes = append(o.wishes, wishes...)
		return err
	})
	flags.StringVar(&o.variant, "variant", "leaky", "leaky or `fixed`")
	flags.DurationVar(&o.every, "every", 0, "start the scenarios again after each `interval`; 0 starts them once")
	flags.Func("crowd", "let a crowd in, as /crowd does: `n=1000&depth=10&stacks=10&kinds=select,sleep&churn=0`", func(text string) error {
		plan, err := control.ParsePlan(text)
		o.crowd = &plan
		return err
	})
	flags.Func("traffic", "customers of the shop: `on` or off (default on)", onOff(&o.traffic))
	flags.Func("monitor", "print the number of goroutines each second on stderr: on or `off` (default off)", onOff(&o.monitor))
	flags.DurationVar(&o.lifetime, "for", 0, "end after this `time`; 0 stays")
	flags.BoolVar(&o.untilStdinCloses, "until-stdin-closes", false, "end when stdin closes, so that a parent takes it along")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return o, nil
}

func onOff(to *bool) func(string) error {
	return func(text string) error {
		if text != "on" && text != "off" {
			return fmt.Errorf("must be on or off, not %q", text)
		}
		*to = text == "on"
		return nil
	}
}

func parseWishes(text string) ([]wish, error) {
	var wishes []wish
	for _, part := range strings.Split(text, ",") {
		name, number, counted := strings.Cut(part, "=")
		starts := 0
		if counted {
			var err error
			if starts, err = strconv.Atoi(number); err != nil || starts < 1 {
				return nil, fmt.Errorf("%q is no number of starts", number)
			}
		}
		if name != "all" {
			wishes = append(wishes, wish{name, starts})
			continue
		}
		for _, s := range scenarios {
			if !s.Heavy {
				wishes = append(wishes, wish{s.Name, starts})
			}
		}
	}
	return wishes, nil
}

// startAll starts what the command line asks for.
func (o *options) startAll(runner *scenario.Runner) error {
	for _, wish := range o.wishes {
		if _, err := runner.Start(wish.name, scenario.Options{Starts: wish.starts, Variant: o.variant, Every: o.every}); err != nil {
			return err
		}
	}
	return nil
}
