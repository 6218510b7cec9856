package control

import (
	"math"
	"net/http"
	"runtime/metrics"
)

// Pauses sums up one of the runtime's histograms of how long the whole process stood still.
type Pauses struct {
	Count uint64 `json:"count"`
	// Seconds takes every pause as long as the middle of its bucket; LowSeconds and HighSeconds take the bucket's
	// ends, and the truth lies between them. A bucket without an upper end counts with its lower end in all three.
	Seconds     float64 `json:"seconds"`
	LowSeconds  float64 `json:"lowSeconds"`
	HighSeconds float64 `json:"highSeconds"`
	// Longest is the bucket of the longest pause, from and to in seconds; absent when there was none.
	Longest *[2]float64 `json:"longest,omitempty"`
}

const (
	pausesOther = "/sched/pauses/total/other:seconds"
	pausesGC    = "/sched/pauses/total/gc:seconds"
)

func readPauses() map[string]Pauses {
	samples := []metrics.Sample{{Name: pausesOther}, {Name: pausesGC}}
	metrics.Read(samples)
	read := make(map[string]Pauses)
	for i, name := range []string{"other", "gc"} {
		if samples[i].Value.Kind() == metrics.KindFloat64Histogram {
			read[name] = sumUp(samples[i].Value.Float64Histogram())
		}
	}
	return read
}

func sumUp(histogram *metrics.Float64Histogram) Pauses {
	var sum Pauses
	for i, count := range histogram.Counts {
		if count == 0 {
			continue
		}
		low, high := max(histogram.Buckets[i], 0), histogram.Buckets[i+1]
		if math.IsInf(high, 1) {
			high = low
		}
		sum.Count += count
		sum.Seconds += float64(count) * (low + high) / 2
		sum.LowSeconds += float64(count) * low
		sum.HighSeconds += float64(count) * high
		sum.Longest = &[2]float64{low, high}
	}
	return sum
}

func (c *Control) pauses(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, readPauses())
}
