// Package thumbnails makes small pictures of large ones.
package thumbnails

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"gorowatch.dev/demo-go-app/scenario"
)

// ErrgroupLimit makes the small pictures of an album, one at a time, as memory is scarce.
//
// What goes wrong: the album itself is a task of the errgroup, and starts its pictures in the same group. The limit of
// one is taken by the album, so that Go waits for the album to end, which waits in Go. Put right, tasks of a group with
// a limit start no others in it: the album is no task.
var ErrgroupLimit = scenario.Scenario{
	Name:    "errgroup-limit",
	Shows:   "a task of an errgroup with a limit starts another one in the same group, and Wait waits",
	Pattern: "errgroup-stuck",
	Starts:  5,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: uploadAlbum, Leaves: []scenario.Group{
			{
				Family:   "chan send",
				Function: "golang.org/x/sync/errgroup.(*Group).Go",
				PerStart: 1,
				Proven:   true,
				Cause:    true,
			},
			{
				Family:   "waitgroup",
				Status:   "sync.WaitGroup.Wait",
				Function: "golang.org/x/sync/errgroup.(*Group).Wait",
				PerStart: 1,
				Proven:   true,
			},
		}},
		{Name: "fixed", Start: uploadAlbumAsPictures},
	},
}

// Album is a number of pictures.
type Album struct {
	pictures int
	made     atomic.Int64
}

func (a *Album) shrink(group *errgroup.Group) error {
	for range a.pictures {
		group.Go(a.shrinkOne)
	}
	return nil
}

func (a *Album) shrinkOne() error {
	a.made.Add(1)
	return nil
}

func uploadAlbum(context.Context) error {
	album := &Album{pictures: 12}
	var group errgroup.Group
	group.SetLimit(1)
	group.Go(func() error { return album.shrink(&group) })
	return group.Wait()
}

func uploadAlbumAsPictures(context.Context) error {
	album := &Album{pictures: 12}
	var group errgroup.Group
	group.SetLimit(1)
	album.shrink(&group)
	return group.Wait()
}
