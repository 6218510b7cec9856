package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"gorowatch.dev/demo-go-app/control"
	"gorowatch.dev/demo-go-app/internal/dump"
)

const asProgram = "DEMO_GO_APP_AS_PROGRAM"

// TestMain lets the test binary be the program itself, so that tests can start it as a process of its own.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// process is the program as a child, which ends with the test by having its stdin closed.
type process struct {
	t     *testing.T
	url   string
	stdin io.Closer
	ended chan error
}

func launch(t *testing.T, args ...string) *process {
	t.Helper()
	command := exec.Command(os.Args[0], append([]string{"-addr", "127.0.0.1:0", "-until-stdin-closes"}, args...)...)
	command.Env = append(os.Environ(), asProgram+"=1")
	command.Stderr = os.Stderr
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	url, found := strings.CutPrefix(strings.TrimSuffix(line, "/debug/pprof/\n"), "listening on ")
	if err != nil || !found {
		t.Fatalf("first line %q, %v", line, err)
	}
	p := &process{t, url, stdin, make(chan error, 1)}
	go func() { p.ended <- command.Wait() }()
	t.Cleanup(func() {
		stdin.Close()
		<-p.ended
	})
	return p
}

func (p *process) get(path string) []byte {
	p.t.Helper()
	response, err := http.Get(p.url + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %s: %s", path, response.Status, body)
	}
	return body
}

func (p *process) read(path string, into any) {
	p.t.Helper()
	if err := json.Unmarshal(p.get(path), into); err != nil {
		p.t.Fatalf("%s: %v", path, err)
	}
}

func TestTheTruthAccountsForEveryGoroutineWhenTheTrafficIsOff(t *testing.T) {
	p := launch(t, "-traffic", "off", "-scenario", "all", "-crowd", "n=300&stacks=20&churn=0")
	for _, s := range scenarios {
		if !s.Heavy {
			p.get("/scenario/" + s.Name + "?n=2")
		}
	}
	eventually(t, func() string {
		var truth control.Truth
		p.read("/truth", &truth)
		if truth.Unaccounted != 0 {
			return fmt.Sprintf("%+v", truth)
		}
		return ""
	})
}

func TestTheTruthAgreesWithADumpTakenThroughPprof(t *testing.T) {
	p := launch(t, "-traffic", "off", "-scenario", "checks-early-return=3,nil-channel=2")
	eventually(t, func() string {
		var truth control.Truth
		p.read("/truth", &truth)
		goroutines := dump.Parse(string(p.get("/debug/pprof/goroutine?debug=2")))
		if len(goroutines) != truth.Goroutines {
			return fmt.Sprintf("%d goroutines in the dump, but %+v", len(goroutines), truth)
		}
		for _, s := range scenarios {
			found := 0
			for _, n := range count(s.Variants[0].Leaves, goroutines) {
				found += n
			}
			if found != truth.Scenarios[s.Name] && s.Besides == nil {
				return fmt.Sprintf("%s: %d in the dump, but %d", s.Name, found, truth.Scenarios[s.Name])
			}
		}
		return ""
	})
}

func TestTheProgramEndsWithItsStdin(t *testing.T) {
	p := launch(t)
	p.stdin.Close()
	if err := <-p.ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
	p.ended <- nil
}

func TestTheTrafficComesAndGoes(t *testing.T) {
	p := launch(t, "-monitor", "on")
	seen := make(map[int]bool)
	eventually(t, func() string {
		var truth control.Truth
		p.read("/truth", &truth)
		seen[truth.Own["traffic"]] = true
		if len(seen) < 3 || truth.Own["shop connections"] == 0 {
			return fmt.Sprintf("customers: %v, %+v", seen, truth)
		}
		return ""
	})
}

func TestLookingAtAllStacksIsSeenAsAPause(t *testing.T) {
	p := launch(t, "-traffic", "off", "-crowd", "n=2000")
	var before, after map[string]control.Pauses
	p.read("/pauses", &before)
	p.get("/debug/pprof/goroutine?debug=2")
	p.read("/pauses", &after)
	if after["other"].Count <= before["other"].Count || after["other"].Seconds <= before["other"].Seconds {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if low, high := after["other"].LowSeconds, after["other"].HighSeconds; low > after["other"].Seconds || after["other"].Seconds > high {
		t.Errorf("not between the bounds: %+v", after["other"])
	}
}

func TestWhatCannotBeStartedIsRefused(t *testing.T) {
	p := launch(t, "-traffic", "off")
	for path, status := range map[string]int{
		"/scenario/no-such":                    http.StatusNotFound,
		"/scenario/sleep-loop?variant=no-such": http.StatusNotFound,
		"/scenario/sleep-loop?n=-1":            http.StatusBadRequest,
		"/scenario/sleep-loop?n=99999999":      http.StatusBadRequest,
		"/scenario/sleep-loop?every=often":     http.StatusBadRequest,
		"/crowd?kinds=standing":                http.StatusBadRequest,
		"/crowd?stacks=1000&depth=1":           http.StatusBadRequest,
		"/scenario/no-such/stop":               http.StatusNotFound,
		"/somewhere-else":                      http.StatusNotFound,
	} {
		response, err := http.Get(p.url + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != status {
			t.Errorf("%s: %s", path, response.Status)
		}
	}
}
