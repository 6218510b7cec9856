package orders

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "order-export-range",
		Patterns:   []string{"range-never-closed"},
		Causes:     []string{".exportAll.func1"},
		Places:     []catalog.Place{catalog.At(".exportAll.func1", "chan receive")},
		ProvenByGC: true,
		Start: func() {
			traffic.HTTP(20, 12*time.Second)
			workpool.FanOut(10, 600*time.Millisecond)
			pace.Requests(3*time.Second, func() { exportAll(3) })
		},
	})
}

// exportAll shares the rows among workers, and returns without telling them that there are no more.
func exportAll(workers int) {
	rows := make(chan int)
	for range workers {
		go func() {
			for row := range rows {
				time.Sleep(time.Duration(row%3) * time.Millisecond)
			}
		}()
	}
	for row := range 30 {
		rows <- row
	}
}
