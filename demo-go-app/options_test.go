package main

import (
	"io"
	"testing"
)

func TestScenariosAreReadFromRepeatedFlagsAndFromLists(t *testing.T) {
	o, err := parseOptions([]string{"-scenario", "sleep-loop=3,nil-channel", "-scenario", "worker-pool"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	expected := []wish{{"sleep-loop", 3}, {"nil-channel", 0}, {"worker-pool", 0}}
	if len(o.wishes) != len(expected) {
		t.Fatalf("%v", o.wishes)
	}
	for i, wish := range expected {
		if o.wishes[i] != wish {
			t.Errorf("%v instead of %v", o.wishes[i], wish)
		}
	}
}

func TestAllLeavesOutWhatIsHeavy(t *testing.T) {
	wishes, err := parseWishes("all")
	if err != nil {
		t.Fatal(err)
	}
	for _, wish := range wishes {
		for _, s := range scenarios {
			if s.Name == wish.name && s.Heavy {
				t.Errorf("%s is heavy", s.Name)
			}
		}
	}
	if len(wishes) == 0 {
		t.Error("nothing is left")
	}
}

func TestWrongOptionsAreRefused(t *testing.T) {
	for _, args := range [][]string{
		{"-traffic", "maybe"}, {"-scenario", "sleep-loop=none"}, {"-scenario", "sleep-loop=0"}, {"stray"},
		{"-crowd", "n=many"}, {"-for", "ever"},
	} {
		if _, err := parseOptions(args, io.Discard); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}
