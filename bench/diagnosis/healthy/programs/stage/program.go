// Package stage holds what the healthy programs share: how one is described, and visitors in a process of their own.
package stage

import "context"

// Program is a service that is busy and in order.
type Program struct {
	Name  string
	About string
	// Start builds the service and returns; what it started ends with ctx, or when its work is done.
	Start func(ctx context.Context, s *Stage) error
	// Visit uses the service from another process, so that only the server's side is in the profile.
	Visit func(ctx context.Context, addr string)
	// Parks says that main waits in an empty select.
	Parks bool
}
