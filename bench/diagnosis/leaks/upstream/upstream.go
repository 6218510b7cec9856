// Package upstream is the other side of programs that call out. It runs in a process of its own, so that its goroutines
// are not among those of the program.
package upstream

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Addresses of the other side.
type Addresses struct {
	// HTTP and HTTP2 answer /items at once, /report with a long body, /stream without end, /hang never.
	HTTP, HTTP2 string
	// Silent accepts connections and says nothing, nor reads.
	Silent string
}

// Start starts the other side, which ends with this process.
func Start() Addresses {
	cmd := exec.Command(os.Args[0], "-upstream")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		panic(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		panic(err)
	}
	keep = append(keep, stdin, stdout)
	words := strings.Fields(line)
	return Addresses{HTTP: words[0], HTTP2: words[1], Silent: words[2]}
}

// keep keeps the ends of the pipes open.
var keep []any

// Client2 is a client that speaks HTTP/2 with the other side.
func Client2() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		ForceAttemptHTTP2: true,
	}}
}

// Serve is the other side.
func Serve() error {
	mux := http.NewServeMux()
	mux.HandleFunc("/items", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "items\n") })
	mux.HandleFunc("/report", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, strings.Repeat("a long line of a report\n", 100_000))
	})
	mux.HandleFunc("/missing", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		io.WriteString(w, strings.Repeat("there is no such thing\n", 10_000))
	})
	mux.HandleFunc("/stream", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "begin\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("/hang", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	plain := httptest.NewServer(mux)
	secure := httptest.NewUnstartedServer(mux)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		// What is forgotten, the garbage collector closes.
		var accepted []net.Conn
		defer func() {
			for _, c := range accepted {
				c.Close()
			}
		}()
		for {
			c, err := silent.Accept()
			if err != nil {
				return
			}
			accepted = append(accepted, c)
		}
	}()
	fmt.Println(plain.URL, secure.URL, silent.Addr())
	go func() {
		time.Sleep(10 * time.Minute)
		os.Exit(0)
	}()
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}
