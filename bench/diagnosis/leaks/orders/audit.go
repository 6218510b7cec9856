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
		Name:       "order-audit-queue-full",
		Patterns:   []string{"send-blocked", "send-receiver-gone"},
		Causes:     []string{".(*auditor).record"},
		Places:     []catalog.Place{catalog.At(".(*auditor).record", "chan send")},
		ProvenByGC: false,
		Start: func() {
			traffic.HTTP(10, 6*time.Second)
			workpool.Queue(8, 60*time.Millisecond)
			go audit.write()
			pace.Requests(500*time.Millisecond, func() { audit.record("placed") })
		},
	})
}

var audit = &auditor{entries: make(chan string, 8)}

type auditor struct{ entries chan string }

func (a *auditor) record(entry string) {
	a.entries <- entry
}

// write ends at the first entry that it cannot write.
func (a *auditor) write() {
	for i := range 3 {
		<-a.entries
		time.Sleep(time.Duration(i) * time.Millisecond)
	}
}
