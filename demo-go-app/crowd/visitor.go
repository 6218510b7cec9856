package crowd

import "sync/atomic"

const (
	directions = 4
	pathBits   = 2
)

// visitor is one goroutine: it walks down a path of its own and waits at the end of it. Two bits of the path decide
// about each step, so that different paths are different stacks.
type visitor struct {
	path    uint64
	place   spot
	waiting *atomic.Int64
}

func (v *visitor) visit(depth int, inside *atomic.Int64) {
	defer inside.Add(-1)
	v.turn()(v, depth)
	v.waiting.Add(-1)
}

// steps is filled at start, as the four functions also refer to it.
var steps [directions]func(*visitor, int)

func init() {
	steps = [directions]func(*visitor, int){(*visitor).north, (*visitor).east, (*visitor).south, (*visitor).west}
}

func (v *visitor) turn() func(*visitor, int) {
	step := steps[v.path%directions]
	v.path >>= pathBits
	return step
}

func (v *visitor) north(depth int) {
	if depth <= 1 {
		v.waiting.Add(1)
		v.place.wait()
		return
	}
	v.turn()(v, depth-1)
}

func (v *visitor) east(depth int) {
	if depth <= 1 {
		v.waiting.Add(1)
		v.place.wait()
		return
	}
	v.turn()(v, depth-1)
}

func (v *visitor) south(depth int) {
	if depth <= 1 {
		v.waiting.Add(1)
		v.place.wait()
		return
	}
	v.turn()(v, depth-1)
}

func (v *visitor) west(depth int) {
	if depth <= 1 {
		v.waiting.Add(1)
		v.place.wait()
		return
	}
	v.turn()(v, depth-1)
}
