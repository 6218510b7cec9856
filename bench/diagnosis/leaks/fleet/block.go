package fleet

import (
	"acme.example/platform/catalog"
	"acme.example/platform/pace"
	"acme.example/platform/traffic"
	"acme.example/platform/workpool"
	"time"
)

func init() {
	catalog.Add(catalog.Program{
		Name:       "fleet-plugin-blocks-forever",
		Patterns:   []string{"select-no-cases"},
		Causes:     []string{".(*plugin).serve"},
		Places:     []catalog.Place{catalog.At(".(*plugin).serve", "select")},
		ProvenByGC: true,
		Start: func() {
			traffic.Sessions(9, 4*time.Second)
			workpool.Pool(14, 40*time.Millisecond, 200*time.Millisecond)
			pace.Requests(time.Second, func() { (&plugin{}).serve() })
		},
	})
}

type plugin struct{ started bool }

func (p *plugin) serve() {
	p.started = true
	select {}
}
