//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

// Package filelock locks files between processes, and between the parts of one.
package filelock

import (
	"os"
	"syscall"
)

// Lock waits until nobody else has the file locked. Each opening of a file has a lock of its own.
func Lock(file *os.File) error { return flock(file, syscall.LOCK_EX) }

// Unlock gives it back.
func Unlock(file *os.File) error { return flock(file, syscall.LOCK_UN) }

func flock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how)
		if err != syscall.EINTR {
			return err
		}
	}
}
