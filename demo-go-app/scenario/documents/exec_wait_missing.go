// Package documents lets another program make documents of what customers ordered.
package documents

import (
	"context"
	"os/exec"

	"gorowatch.dev/demo-go-app/scenario"
)

// ExecWaitMissing starts a program that makes a document.
//
// What goes wrong: the process is waited for, not the command. The program has ended, but the goroutine that would kill
// it with its context waits on for the command's Wait, or for the end of the context, which lives as long as the
// service. It stays just so when nobody waits at all, which would leave a zombie too. Put right, Wait is the command's.
//
// The program is true, which does nothing and ends.
var ExecWaitMissing = scenario.Scenario{
	Name:    "exec-wait-missing",
	Shows:   "a command is started with a context and nobody calls its Wait",
	Pattern: "exec-wait-missing",
	Starts:  10,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: makeDocument, Leaves: []scenario.Group{
			{Family: "select", Leaf: "os/exec.(*Cmd).watchCtx", PerStart: 1, Cause: true},
		}},
		{Name: "fixed", Start: makeDocumentAndWait},
	},
}

// The service is open for as long as the program runs.
var service, shutDown = context.WithCancel(context.Background())

func makeDocument(context.Context) error {
	command := exec.CommandContext(service, "true")
	if err := command.Start(); err != nil {
		return err
	}
	_, err := command.Process.Wait()
	return err
}

func makeDocumentAndWait(context.Context) error {
	command := exec.CommandContext(service, "true")
	if err := command.Start(); err != nil {
		return err
	}
	return command.Wait()
}
