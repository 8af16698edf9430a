package sdk

import (
	"reflect"
	"testing"
)

func TestTheRarestStacksAreLeftOutOfAnAnswerThatWouldBeTooLong(t *testing.T) {
	stacks := map[string]uint64{"a;b": 1, "a": 3, "c": 2}
	whole := Profile{Folded: "a 3\nc 2\na;b 1\n", Samples: 6, Lost: 1, Notes: []string{}}
	if found := fold(stacks, 6, 1, 100); !reflect.DeepEqual(found, whole) {
		t.Errorf("%+v", found)
	}
	cut := Profile{Folded: "a 3\n", Samples: 6, Lost: 1, Notes: []string{
		"the 2 rarest of 3 stacks are left out: a message has at most 16 MiB"}}
	if found := fold(stacks, 6, 1, len(`"a 3\n"`)); !reflect.DeepEqual(found, cut) {
		t.Errorf("%+v", found)
	}
}
