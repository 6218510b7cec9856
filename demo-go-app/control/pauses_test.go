package control

import (
	"math"
	"runtime/metrics"
	"testing"
)

func TestPausesAreSummedUpByTheMiddleOfTheirBuckets(t *testing.T) {
	sum := sumUp(&metrics.Float64Histogram{
		Buckets: []float64{math.Inf(-1), 0.001, 0.003, 0.005, math.Inf(1)},
		Counts:  []uint64{2, 1, 0, 1},
	})
	expected := Pauses{Count: 4, Seconds: 2*0.0005 + 0.002 + 0.005, LowSeconds: 0.001 + 0.005, HighSeconds: 2*0.001 + 0.003 + 0.005}
	if sum.Count != expected.Count || !near(sum.Seconds, expected.Seconds) ||
		!near(sum.LowSeconds, expected.LowSeconds) || !near(sum.HighSeconds, expected.HighSeconds) {
		t.Errorf("%+v", sum)
	}
	if sum.Longest == nil || *sum.Longest != [2]float64{0.005, 0.005} {
		t.Errorf("longest %v", sum.Longest)
	}
}

func TestWithoutPausesThereIsNoLongestOne(t *testing.T) {
	sum := sumUp(&metrics.Float64Histogram{Buckets: []float64{0, 1}, Counts: []uint64{0}})
	if sum != (Pauses{}) {
		t.Errorf("%+v", sum)
	}
}

func TestTheRuntimeKnowsBothHistograms(t *testing.T) {
	read := readPauses()
	for _, name := range []string{"gc", "other"} {
		if _, known := read[name]; !known {
			t.Errorf("no %s", name)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }
