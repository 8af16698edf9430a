package sdk

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

func expectFailed(t *testing.T, err error, last string) {
	t.Helper()
	var problem *Error
	if !errors.As(err, &problem) || problem.Code != PrepareFailed || problem.Data.Hint != "help" || !strings.Contains(problem.Message, last) {
		t.Errorf("%#v", err)
	}
}

func TestAVersionIsTheFirstNumberWithAPoint(t *testing.T) {
	found, err := Version(exec.Command("echo", "This is perl 5, version 36, (v5.36.0) built in 2.0."), "help")
	if found != "5.36.0" || err != nil {
		t.Error(found, err)
	}
	_, err = Version(exec.Command("echo", "perl 5"), "help")
	expectFailed(t, err, "tells no version")
}

func TestWhatFailsOrIsNotThereIsAFailedPreparationThatSaysWhy(t *testing.T) {
	_, err := Output(exec.Command("sh", "-c", "exit 3"), "help")
	expectFailed(t, err, "exit status 3")
	_, err = Output(exec.Command("/no/such/program"), "help")
	expectFailed(t, err, "no such file")
}
