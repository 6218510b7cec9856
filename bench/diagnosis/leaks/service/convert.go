package service

import (
	"acme.example/platform/catalog"
	"acme.example/platform/workpool"
	"bufio"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "service-child-input-open",
		Patterns: []string{"pipe-abandoned", "exec-wait-missing"},
		Causes:   []string{".(*converter).read"},
		Places:   []catalog.Place{catalog.At(".(*converter).read", "IO wait")},
		Start: func() {
			workpool.Queue(6, 50*time.Millisecond)
			visitors(400*time.Millisecond, convert)
		},
	})
}

type converter struct {
	child *exec.Cmd
	input io.WriteCloser
	lines chan string
}

func newConverter() (*converter, error) {
	c := &converter{child: exec.Command("cat"), lines: make(chan string, 1)}
	input, err := c.child.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := c.child.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.input = input
	if err := c.child.Start(); err != nil {
		return nil, err
	}
	go c.read(output)
	return c, nil
}

func (c *converter) read(output io.Reader) {
	defer c.child.Wait()
	for lines := bufio.NewScanner(output); lines.Scan(); {
		c.lines <- lines.Text()
	}
}

var errFormat = errors.New("unknown format")

// convert leaves the child without the end of its input when it does not know the format.
func (c *converter) convert(text string) (string, error) {
	if oneIn(3) {
		return "", errFormat
	}
	defer c.input.Close()
	if _, err := io.WriteString(c.input, text+"\n"); err != nil {
		return "", err
	}
	return <-c.lines, nil
}

func convert(w http.ResponseWriter, _ *http.Request) {
	c, err := newConverter()
	if err == nil {
		_, err = c.convert("page")
	}
	if err != nil {
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
}
