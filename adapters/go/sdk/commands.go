package sdk

import (
	"os/exec"
	"regexp"
	"strings"
)

// Commands that preparation runs.

// Output is what a command prints; where it fails or is not there, a failed preparation with its last lines and what would help.
func Output(command *exec.Cmd, hint string) (string, error) {
	output, messages, err := Run(command)
	if err != nil {
		return "", failed(command, hint, err.Error(), messages)
	}
	return output, nil
}

var number = regexp.MustCompile(`[0-9]+(\.[0-9]+)+`)

// Version is the first number with a point in it that a command prints, such as 5.36.0.
func Version(command *exec.Cmd, hint string) (string, error) {
	output, err := Output(command, hint)
	if err != nil {
		return "", err
	}
	if found := number.FindString(output); found != "" {
		return found, nil
	}
	return "", failed(command, hint, "it tells no version", output)
}

func failed(command *exec.Cmd, hint, problem, messages string) *Error {
	lines := strings.Split(strings.TrimSpace(messages), "\n")
	lines = lines[max(0, len(lines)-tailLines):]
	return Errorf(PrepareFailed, "`%s` failed: %s", strings.Join(command.Args, " "), problem).Hint(hint).Stderr(lines)
}
