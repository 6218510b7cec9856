//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

// Package filelock locks files between processes, and between the parts of one.
package filelock

import (
	"errors"
	"os"
)

// Lock fails: there is no flock here.
func Lock(*os.File) error { return errors.ErrUnsupported }

// Unlock fails: there is no flock here.
func Unlock(*os.File) error { return errors.ErrUnsupported }
