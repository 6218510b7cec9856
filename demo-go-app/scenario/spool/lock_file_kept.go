// Package spool keeps what is to be printed in files that several programs share.
package spool

import (
	"context"
	"errors"
	"os"

	"gorowatch.dev/demo-go-app/internal/filelock"
	"gorowatch.dev/demo-go-app/scenario"
)

// LockFileKept writes to a spool file that it locks against others.
//
// What goes wrong: Print leaves early when the page is empty, and the file stays locked. Who comes next waits in the
// operating system for what nobody gives back, and takes a thread along. Put right, Unlock is deferred right after
// Lock.
var LockFileKept = scenario.Scenario{
	Name:    "lock-file-kept",
	Shows:   "an early return keeps a file locked; who comes next waits in a system call, with a thread",
	Pattern: "unknown-growth",
	Starts:  10,
	Heavy:   true,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: printTwo, Leaves: []scenario.Group{{
			Family:   "syscall",
			Function: "gorowatch.dev/demo-go-app/internal/filelock.flock",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: printTwoAndUnlock},
	},
}

var errEmpty = errors.New("the page is empty")

// Spool is a file of pages, which each printer has opened for itself.
type Spool struct {
	printers [2]*os.File
	pages    int
}

func openSpool() (*Spool, error) {
	file, err := os.CreateTemp("", "demo-go-app-spool-*")
	if err != nil {
		return nil, err
	}
	// What is open needs no name, and nothing stays when the program ends.
	defer os.Remove(file.Name())
	other, err := os.OpenFile(file.Name(), os.O_WRONLY|os.O_APPEND, 0)
	return &Spool{printers: [2]*os.File{file, other}}, err
}

// Print adds a page.
func (s *Spool) Print(printer int, page string) error {
	file := s.printers[printer]
	if err := filelock.Lock(file); err != nil {
		return err
	}
	if page == "" {
		return errEmpty
	}
	s.pages++
	_, err := file.WriteString(page)
	return errors.Join(err, filelock.Unlock(file))
}

// PrintAndUnlock is Print with a file that is unlocked on every way out.
func (s *Spool) PrintAndUnlock(printer int, page string) error {
	file := s.printers[printer]
	if err := filelock.Lock(file); err != nil {
		return err
	}
	defer filelock.Unlock(file)
	if page == "" {
		return errEmpty
	}
	s.pages++
	_, err := file.WriteString(page)
	return err
}

// Close ends it.
func (s *Spool) Close() error { return errors.Join(s.printers[0].Close(), s.printers[1].Close()) }

func printTwo(context.Context) error { return twoPages((*Spool).Print) }

func printTwoAndUnlock(context.Context) error { return twoPages((*Spool).PrintAndUnlock) }

func twoPages(print func(*Spool, int, string) error) error {
	spool, err := openSpool()
	if err != nil {
		return err
	}
	defer spool.Close()
	if err := print(spool, 0, ""); !errors.Is(err, errEmpty) {
		return errors.Join(errors.New("an empty page was printed"), err)
	}
	return print(spool, 1, "page")
}
