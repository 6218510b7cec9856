// Package pace lets things happen again and again.
package pace

import "time"

// Every calls f at this interval, in one goroutine that stays.
func Every(interval time.Duration, f func()) {
	go func() {
		for range time.Tick(interval) {
			f()
		}
	}()
}

// Requests calls f at this interval, each time in a goroutine of its own, as a server does.
func Requests(interval time.Duration, f func()) {
	go func() {
		for range time.Tick(interval) {
			go f()
		}
	}()
}

// Numbered calls f with 1, 2, 3 … at this interval, each time in a goroutine of its own.
func Numbered(interval time.Duration, f func(n int)) {
	go func() {
		n := 0
		for range time.Tick(interval) {
			n++
			go f(n)
		}
	}()
}

// Bursts calls f n times at once, at this interval, each time in a goroutine of its own.
func Bursts(n int, interval time.Duration, f func()) {
	go func() {
		for ; ; time.Sleep(interval) {
			for range n {
				go f()
			}
		}
	}()
}

// Later calls f once, in a goroutine of its own.
func Later(delay time.Duration, f func()) {
	time.AfterFunc(delay, f)
}
