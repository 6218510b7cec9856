package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/telemetry"
	"acme.example/platform/workpool"
	"context"
	"os/exec"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:     "fleet-exec-no-wait",
		Patterns: []string{"exec-wait-missing"},
		Causes:   []string{"os/exec.(*Cmd).watchCtx"},
		Places:   []catalog.Place{catalog.At("os/exec.(*Cmd).watchCtx", "select")},
		Start: func() {
			workpool.Contention(10, 8*time.Millisecond)
			telemetry.Reporters(7, 500*time.Millisecond)
			pace.Requests(700*time.Millisecond, func() { runHook(hooks) })
		},
	})
}

var hooks, endHooks = context.WithCancel(context.Background())

// runHook starts a hook and does not wait for it.
func runHook(ctx context.Context) error {
	return exec.CommandContext(ctx, "true").Start()
}
